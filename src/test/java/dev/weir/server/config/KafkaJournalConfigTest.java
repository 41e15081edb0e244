package dev.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Promise;
import dev.weir.journal.kafka.KafkaJournalOptions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaJournalConfigTest {

    private static final String REST = """
            sinks: [{name: files, type: file, dir: events}]
            sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
            """;

    @Test
    void theJournalIsInFilesWhereNothingElseIsSaid() throws Exception {
        WeirConfig config = read("journal: {type: file, durability: os}");
        assertThat(config.kafka()).isNull();
        assertThat(config.promise()).isEqualTo(Promise.OS);
    }

    @Test
    void everyOptionIsRead() throws Exception {
        WeirConfig config =
                read("journal: {type: kafka, queue-capacity: 100, kafka: {servers: 'a:1,b:2', topic: t, group: g,"
                        + " fail-fast: false, delivery-timeout: 9s, properties: {security.protocol: SSL}}}");
        KafkaJournalOptions kafka = config.kafka();
        assertThat(kafka).isNotNull();
        assertThat(kafka.servers()).isEqualTo("a:1,b:2");
        assertThat(kafka.topic()).isEqualTo("t");
        assertThat(kafka.group()).isEqualTo("g");
        assertThat(kafka.failFast()).isFalse();
        assertThat(kafka.deliveryTimeout()).hasSeconds(9);
        assertThat(kafka.queueCapacity()).isEqualTo(100);
        assertThat(kafka.properties()).containsEntry("security.protocol", "SSL");
        assertThat(config.promise()).isEqualTo(Promise.REPLICATED);
    }

    @Test
    void aSpillHasTheOptionsOfFilesAndAFolderOfItsOwn() throws Exception {
        WeirConfig config = read("journal: {type: kafka, max-bytes: 1GiB, reserve-bytes: 1MiB,"
                + " kafka: {servers: 'a:1', spill: true, spill-after: 2s}}");
        assertThat(Objects.requireNonNull(config.kafka()).spillAfter()).hasSeconds(2);
        assertThat(config.spill().maxBytes()).isEqualTo(1L << 30);
        assertThat(config.spill().reserveBytes()).isEqualTo(1L << 20);
        assertThat(config.spill().dir()).isEqualTo(config.data().resolve("spill"));
        assertThat(Objects.requireNonNull(read("journal: {type: kafka, kafka: {servers: 'a:1', spill: true}}")
                                .kafka())
                        .spillAfter())
                .isEqualTo(KafkaJournalOptions.DEFAULT_SPILL_AFTER);
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        KafkaJournalOptions kafka =
                read("journal: {type: kafka, kafka: {servers: 'a:1'}}").kafka();
        assertThat(kafka).isNotNull();
        assertThat(kafka.topic()).isEqualTo("weir-events");
        assertThat(kafka.group()).isEqualTo("weir");
        assertThat(kafka.failFast()).isTrue();
        assertThat(kafka.spillAfter()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {type: paper}                                               | journal.type: paper (expected: file or kafka)
            {kafka: {servers: 'a:1'}}                                   | journal.kafka: set (expected: left out with journal.type: file)
            {type: kafka, durability: fsync, kafka: {servers: 'a:1'}}   | journal.durability: fsync (expected: left out with journal.type: kafka)
            {type: kafka, keep: 1h, kafka: {servers: 'a:1'}}            | journal.keep: 1h (expected: left out with journal.type: kafka)
            {type: kafka, max-bytes: 1GiB, kafka: {servers: 'a:1'}}     | journal.max-bytes: 1GiB (expected: left out with journal.type: kafka, unless it has spill: true)
            {type: kafka, keep: 1h, kafka: {servers: 'a:1', spill: true}} | journal.keep: 1h (expected: left out with journal.type: kafka)
            {type: kafka, kafka: {servers: 'a:1', spill-after: 1s}}     | journal.kafka.spill-after: 1s (expected: left out without spill: true)
            {type: kafka, kafka: {servers: 'a:1', spill: true, spill-after: 1ms}} | journal.kafka.spill-after: 1ms (expected: 50
            {type: kafka}                                               | journal.kafka.servers: missing
            {type: kafka, kafka: {servers: nobody}}                     | journal.kafka.servers: nobody (expected: host:port, or several separated by commas)
            {type: kafka, kafka: {servers: 'a:1', topic: 'a b'}}        | journal.kafka.topic: a b (expected: at most 249
            {type: kafka, kafka: {servers: 'a:1', topics: b}}           | journal.kafka.topics: unknown key (expected: one of
            {type: kafka, kafka: {servers: 'a:1', properties: {acks: '1'}}}      | journal.kafka.properties.acks: set (expected: left out: always all)
            {type: kafka, kafka: {servers: 'a:1', properties: {akcs: s3cret}}}   | journal.kafka.properties.akcs: unknown (expected: a property of Kafka's producer
            {type: kafka, kafka: {servers: 'a:1', properties: {session.timeout.ms: s3cret}}} | journal.kafka.properties.session.timeout.ms: invalid (expected: what Kafka's clients take)
            """)
    void whatIsWrongIsNamed(String journal, String message) {
        assertThatThrownBy(() -> read("journal: " + journal))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    /** So that nobody who takes a comment's marks away gets something else than before. */
    @Test
    void theTopicInTheCommentsHasWhatIsTheDefaultAnyway() throws Exception {
        String text;
        try (InputStream in = ConfigReader.class.getResourceAsStream("default.yaml")) {
            text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        int from = text.indexOf("# journal:");
        String journal = text.substring(from, text.indexOf("\n\n", from)).replaceAll("(?m)^# ", "");

        KafkaJournalOptions commented = read(journal).kafka();
        KafkaJournalOptions plain =
                read("journal: {type: kafka, kafka: {servers: 'kafka-1.example:9092,kafka-2.example:9092'}}")
                        .kafka();
        assertThat(commented).isEqualTo(Objects.requireNonNull(plain).with(Map.of("security.protocol", "PLAINTEXT")));
    }

    @Test
    void aBacklogThatHoldsTheIntakeIsNoneOfATopics() {
        String text = "journal: {type: kafka, kafka: {servers: 'a:1'}}\n"
                + REST.replace("dir: events", "dir: events, backlog: {max-bytes: 1GiB, when-full: skip}");
        assertThatThrownBy(() -> new ConfigReader(Map.of()).read("weir.yaml", text))
                .hasMessageContaining("sinks.files.backlog: set (expected: left out with journal.type: kafka)");
    }

    private static WeirConfig read(String journal) throws ConfigException {
        return new ConfigReader(Map.of()).read("weir.yaml", journal + "\n" + REST);
    }
}
