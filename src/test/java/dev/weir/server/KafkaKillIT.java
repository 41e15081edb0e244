package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.relay.sink.kafka.KafkaBroker;
import dev.weir.relay.sink.kafka.TopicReader;
import dev.weir.relay.sink.kafka.TopicReader.Record;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of Weir under load, twice, with Kafka behind it: what was acknowledged is in the topic, few events more than once. */
final class KafkaKillIT {

    private static final int CYCLES = 2;
    private static final int CLIENTS = 8;
    private static final int IN_FLIGHT = 64;
    private static final int ACKNOWLEDGED_PER_CYCLE = 500;
    /** After so many the cursor is saved, if not before. */
    private static final int UNSAVED = 256;

    /** The password serves nothing but to be kept out of the log. */
    private static final String CONFIG = """
            sinks:
              - name: bus
                type: kafka
                bootstrap: '%s'
                topic: 'weir.{section}'
                max-in-flight: %d
                properties: {ssl.key.password: s3cret-of-the-key}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [bus]
            """;

    @TempDir
    private Path dir;

    private final TickingClients clients = new TickingClients(CLIENTS);

    @Test
    void everythingAcknowledgedIsInKafkaAndRepetitionsAreFewAndKeyedAlike() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(Files.createDirectory(dir.resolve("kafka")))) {
            broker.createTopic("weir.shop", 3);
            String text = CONFIG.formatted(broker.bootstrap(), IN_FLIGHT);
            Path config = Files.writeString(dir.resolve("weir.yaml"), text);
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                killUnderLoad(config, cycle);
            }
            assertDelivered(config, broker);
        }
    }

    private void killUnderLoad(Path config, int cycle) throws Exception {
        try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
            int target = clients.acknowledged().size() + ACKNOWLEDGED_PER_CYCLE;
            List<Thread> threads = clients.start(weir.publicUri(), cycle);
            Await.until(target + " acknowledged", () -> clients.acknowledged().size() >= target);
            weir.kill();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void assertDelivered(Path config, KafkaBroker broker) throws Exception {
        try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of("WEIR_LOG_LEVEL", "DEBUG"));
                TopicReader reader = new TopicReader(broker.bootstrap(), "weir.shop")) {
            List<Record> records = reader.readUntil(read -> missing(read).isEmpty());
            assertEachKeyMeansOneEvent(records);
            assertThat(weir.stop()).isZero();
            assertThat(weir.log()).doesNotContain(" ERROR ").doesNotContain("s3cret");
        }
    }

    private static void assertEachKeyMeansOneEvent(List<Record> records) {
        Map<String, String> labels = new HashMap<>();
        for (Record record : records) {
            String label = TickingClients.label(record.value());
            assertThat(labels.getOrDefault(record.header("idempotency-key"), label))
                    .isEqualTo(label);
            labels.put(record.header("idempotency-key"), label);
            assertThat(record.header("section")).isEqualTo("shop");
        }
        assertThat(labels.values()).doesNotHaveDuplicates();
        assertThat(records.size() - labels.size()).isLessThanOrEqualTo(CYCLES * (UNSAVED + IN_FLIGHT));
    }

    private Set<String> missing(List<Record> records) {
        Set<String> missing = new HashSet<>(clients.acknowledged());
        records.forEach(record -> missing.remove(TickingClients.label(record.value())));
        return missing;
    }
}
