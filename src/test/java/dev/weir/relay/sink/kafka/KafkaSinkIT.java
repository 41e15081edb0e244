package dev.weir.relay.sink.kafka;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.sink.EventJson;
import dev.weir.relay.sink.kafka.TopicReader.Record;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sink before a broker that is well. Each test has topics of its own. */
final class KafkaSinkIT {

    @TempDir
    private static Path dir;

    private static KafkaBroker broker;

    private final KafkaBench bench = new KafkaBench();

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.start(dir);
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @AfterEach
    void closeRelay() {
        bench.close();
    }

    @Test
    void headersSayWhatAConsumerSortsBy() throws Exception {
        broker.createTopic("headers", 1);
        bench.add(Events.view("d1", "shoe"));

        bench.deliver(KafkaBench.options(broker.bootstrap(), "headers"));

        assertThat(read("headers").get(0).headers())
                .isEqualTo(Map.of(
                        "section", "shop",
                        "dialect", "fake",
                        "type", "view",
                        "sequence", "1",
                        "idempotency-key", "weir-1-lfls"));
    }

    @Test
    void aRecordSaysWhichTraceItIsOf() throws Exception {
        broker.createTopic("traced", 1);
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        bench.add(Events.inTrace(traceparent, Events.view("d1", "shoe")));

        bench.deliver(KafkaBench.options(broker.bootstrap(), "traced"));

        assertThat(read("traced").get(0).header("traceparent")).isEqualTo(traceparent);
    }

    @Test
    void valueIsTheLineOfTheFileSinkAndTheTimeThatOfAcceptance() throws Exception {
        broker.createTopic("value", 1);
        bench.add(Events.view("d1", "sch\u00f6n \u2028"));

        bench.deliver(KafkaBench.options(broker.bootstrap(), "value"));

        ByteArrayOutputStream line = new ByteArrayOutputStream();
        EventJson.writeLine(line, Events.delivery(1, 1_000_000, Events.view("d1", "sch\u00f6n \u2028")));
        Record record = read("value").get(0);
        assertThat(record.value() + "\n").isEqualTo(line.toString(StandardCharsets.UTF_8));
        assertThat(record.timestamp()).isEqualTo(1_000_000);
    }

    @Test
    void eventsOfADeviceStandInOnePartitionInTheirOrder() throws Exception {
        broker.createTopic("keyed", 4);
        bench.addViews(4000, 50);

        bench.deliver(KafkaBench.options(broker.bootstrap(), "keyed"));

        List<Record> records = read("keyed");
        bench.assertAllDelivered(records, 4000);
        assertThat(records).hasSize(4000);
        Map<String, Set<Integer>> partitions =
                records.stream().collect(groupingBy(Record::key, mapping(Record::partition, toSet())));
        assertThat(partitions)
                .hasSize(50)
                .allSatisfy((device, ofDevice) -> assertThat(ofDevice).hasSize(1));
        assertThat(records.stream().map(Record::partition).distinct()).hasSize(4);
    }

    @Test
    void eventWithoutADeviceHasNoKey() throws Exception {
        broker.createTopic("keyless", 1);
        bench.add(Events.view(null, "shoe"));

        bench.deliver(KafkaBench.options(broker.bootstrap(), "keyless"));

        assertThat(read("keyless")).extracting(Record::key).containsExactly((String) null);
    }

    @Test
    void aSectionMayHaveATopicOfItsOwn() throws Exception {
        broker.createTopic("of-shop", 1);
        broker.createTopic("of-outlet", 1);
        bench.add(Events.view(FakeDialect.LABEL, "shop", "d1", "shoe"));
        bench.add(Events.view(FakeDialect.LABEL, "outlet", "d1", "boot"));

        bench.deliver(KafkaBench.options(broker.bootstrap(), "of-{section}"));

        assertThat(read("of-shop")).extracting(r -> r.header("section")).containsExactly("shop");
        assertThat(read("of-outlet")).extracting(r -> r.header("section")).containsExactly("outlet");
    }

    @ParameterizedTest
    @EnumSource
    void everyCompressionIsReadByAnyConsumer(Compression compression) throws Exception {
        String topic = "packed-" + compression.label();
        broker.createTopic(topic, 1);
        bench.addViews(100, 10);

        bench.deliver(KafkaBench.options(broker.bootstrap(), topic, compression));

        bench.assertAllDelivered(read(topic), 100);
    }

    @Test
    void eventsForAnUnknownTopicWaitUntilItIsMade() throws Exception {
        bench.addViews(200, 10);
        bench.start(KafkaBench.options(broker.bootstrap(), "late"));
        bench.awaitFailedAttempts(30);

        broker.createTopic("late", 2);
        bench.drain();

        bench.assertAllDelivered(read("late"), 200);
    }

    @Test
    void anUnknownTopicOfOneSectionHoldsUpNoOther() throws Exception {
        broker.createTopic("for-shop", 1);
        for (int i = 0; i < 50; i++) {
            bench.add(Events.view(FakeDialect.LABEL, "missing", "m" + i, "shoe"));
            bench.add(Events.view(FakeDialect.LABEL, "shop", "s" + i, "boot"));
        }

        bench.start(KafkaBench.options(broker.bootstrap(), "for-{section}"));

        try (TopicReader reader = new TopicReader(broker.bootstrap(), "for-shop")) {
            assertThat(reader.readUntil(read -> read.size() >= 50)).hasSize(50);
        }
        assertThat(bench.cursor().nextSeq()).isEqualTo(1);
        assertThat(bench.deadLetters.kept()).isEmpty();
    }

    @Test
    void anEventTooLargeForTheProducerIsADeadLetterAndTheRestIsDelivered() throws Exception {
        broker.createTopic("small", 1);
        addOneLargeAmongSmall();

        bench.deliver(KafkaBench.options(broker.bootstrap(), "small").with(Map.of("max.request.size", "20000")));

        assertOneIsTooLarge("small");
    }

    @Test
    void anEventTooLargeForTheTopicIsADeadLetterAndTheRestIsDelivered() throws Exception {
        broker.createTopic("narrow", 1, Map.of("max.message.bytes", "5000"));
        addOneLargeAmongSmall();

        bench.deliver(KafkaBench.options(broker.bootstrap(), "narrow", Compression.NONE));

        assertOneIsTooLarge("narrow");
    }

    @Test
    void aRelayThatBeginsAgainRepeatsFewAndKeysThemAlike() throws Exception {
        broker.createTopic("again", 2);
        bench.addViews(8000, 400);
        KafkaSinkOptions options =
                KafkaBench.options(broker.bootstrap(), "again", 1000, KafkaSinkOptions.DEFAULT_DELIVERY_TIMEOUT);
        bench.start(options);
        bench.awaitSaved(500);
        bench.journal.failSaves(true);
        bench.closeRelay();
        bench.journal.failSaves(false);
        assertThat(bench.cursor().nextSeq()).isLessThan(8000);

        bench.deliver(options);

        List<Record> records = read("again");
        bench.assertAllDelivered(records, 8000);
        assertThat(TopicReader.repetitions(records)).isLessThanOrEqualTo(KafkaBench.MOST_UNSAVED + 1000);
    }

    private void addOneLargeAmongSmall() {
        bench.addViews(20, 20);
        bench.add(Events.view("d1", "x".repeat(40_000)));
        bench.addViews(20, 20);
    }

    private void assertOneIsTooLarge(String topic) {
        assertThat(bench.deadLetters.kept()).hasSize(1).first().satisfies(letter -> {
            assertThat(letter.seq()).isEqualTo(21);
            assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.REFUSED);
            assertThat(letter.detail()).isEqualTo("RecordTooLargeException");
        });
        assertThat(read(topic)).hasSize(40);
    }

    private static List<Record> read(String topic) {
        return TopicReader.readAll(broker.bootstrap(), topic);
    }
}
