package dev.weir.journal.kafka;

import dev.weir.journal.kafka.PartitionCursors.Due;
import dev.weir.kafka.Failures;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

/** Commits what the partitions' cursors have waiting, all of them at once. Confined to the member's thread. */
final class Commits {

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, PartitionCursors> partitions = new HashMap<>();

    Commits(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    void add(TopicPartition partition, PartitionCursors cursors) {
        partitions.put(partition, cursors);
    }

    void remove(TopicPartition partition) {
        partitions.remove(partition);
    }

    /** Does not wait; what became of it is told within a later poll. */
    void begin() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        Map<PartitionCursors, Due> dues = dues(offsets, PartitionCursors::takeDue);
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (unused, failure) -> settle(dues, failure));
        }
    }

    /** Waits for it, and commits again what is under way, of which nobody may be told where there is no poll. */
    void finish() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        Map<PartitionCursors, Due> dues = dues(offsets, PartitionCursors::takeDueAnew);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, ClientSettings.LOOK_LIMIT);
            settle(dues, null);
        } catch (KafkaException e) {
            settle(dues, e);
        }
    }

    private Map<PartitionCursors, Due> dues(
            Map<TopicPartition, OffsetAndMetadata> offsets, Function<PartitionCursors, @Nullable Due> taking) {
        Map<PartitionCursors, Due> dues = new HashMap<>();
        partitions.forEach((partition, cursors) -> {
            Due due = taking.apply(cursors);
            if (due != null) {
                dues.put(cursors, due);
                offsets.put(partition, due.offset());
            }
        });
        return dues;
    }

    private static void settle(Map<PartitionCursors, Due> dues, @Nullable Exception failure) {
        dues.forEach((cursors, due) -> {
            if (failure == null) {
                cursors.onCommitted(due);
            } else if (failure instanceof RebalanceInProgressException
                    || failure instanceof RetriableCommitFailedException) {
                cursors.onDeferred(due);
            } else {
                cursors.onFailed(due, Failures.describe(failure));
            }
        });
    }
}
