package dev.weir.journal.kafka;

import dev.weir.relay.sink.kafka.KafkaBroker;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Options of journals at a broker of tests. */
final class KafkaOptions {

    private KafkaOptions() {}

    static KafkaJournalOptions at(KafkaBroker broker, String topic) {
        return at(broker.bootstrap(), topic, true);
    }

    static KafkaJournalOptions at(String servers, String topic, boolean failFast) {
        return new KafkaJournalOptions(
                servers,
                topic,
                "relays-of-" + topic,
                failFast,
                Duration.ofSeconds(2),
                null,
                16_384,
                64 << 20,
                Map.of());
    }

    /** The offset after the last record of the first partition. */
    static long end(KafkaBroker broker, String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return broker.admin()
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, java.util.concurrent.TimeUnit.SECONDS)
                .offset();
    }
}
