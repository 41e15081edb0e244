package dev.weir.journal.kafka;

import dev.weir.kafka.Failures;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer until its first failure, which closes it on the spot: nothing that it was given later may be in the topic while what
 * failed is not. So of what it was given, each partition has the first part, in order, and no more. One thread sends; outcomes come
 * on the producer's.
 */
final class OpenProducer {

    private static final Logger LOG = LoggerFactory.getLogger(OpenProducer.class);

    private final Producer<byte[], byte[]> producer;
    private final Runnable onFailure;
    /** Null while it is open. */
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    /** @param onFailure called once, if it fails by itself; it must not block */
    OpenProducer(Producer<byte[], byte[]> producer, Runnable onFailure) {
        this.producer = producer;
        this.onFailure = onFailure;
    }

    /**
     * Gets to know the topic. Blocks for as long as {@code max.block.ms}.
     *
     * @throws KafkaException if it cannot
     */
    void meet(String topic) {
        var unusedPartitions = producer.partitionsFor(topic);
    }

    /** Blocks for as long as {@code max.block.ms} while no broker is known, or there is no memory left. */
    void send(ProducerRecord<byte[], byte[]> record, Outcome outcome) {
        try {
            var unusedFuture = producer.send(record, (unused, why) -> onSent(outcome, why));
        } catch (KafkaException | IllegalStateException e) {
            onSent(outcome, e);
        }
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    /** Why it has failed; null while it has not. */
    @Nullable
    String failure() {
        return failure.get();
    }

    /** When it returns, no outcome comes any more, and nothing is on its way to the brokers but what they may have already. */
    void abandon() {
        failure.compareAndSet(null, "abandoned");
        close();
    }

    private void onSent(Outcome outcome, @Nullable Exception why) {
        if (why == null) {
            outcome.onThere();
        } else if (!(why instanceof RecordTooLargeException) || !outcome.tryRefuse()) {
            fail(why);
        }
    }

    private void fail(Exception why) {
        if (failure.compareAndSet(null, Failures.describe(why))) {
            close();
            onFailure.run();
        }
    }

    private void close() {
        try {
            producer.close(Duration.ZERO);
        } catch (KafkaException e) {
            LOG.warn("journal closing the producer failed: {}", Failures.describe(e));
        }
    }

    /** What may become of a record. There may be no outcome at all. */
    interface Outcome {

        /** As many replicas have it as must. */
        void onThere();

        /** The topic takes no record as large as this. False if it has to take it all the same, which makes it a failure. */
        boolean tryRefuse();
    }
}
