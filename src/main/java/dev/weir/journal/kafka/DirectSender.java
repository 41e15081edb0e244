package dev.weir.journal.kafka;

import dev.weir.event.Promise;
import dev.weir.journal.HandOver;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal.Failure;
import dev.weir.kafka.Failures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the producer what was handed over, on a thread of its own, since the producer blocks while it knows no broker or has no
 * memory left. What became of it the producer tells on another thread.
 */
final class DirectSender implements Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final KafkaJournalOptions options;
    private final HandOver handOver;
    private final ProducerSource source;
    private final Receiver receiver;
    private final InstantSource clock;
    private final AtomicLong inFlight = new AtomicLong();
    /** Written by this thread alone. */
    private volatile @Nullable Producer<byte[], byte[]> producer;

    private volatile boolean isHealthy = true;
    private volatile boolean isToRenew;

    DirectSender(
            KafkaJournalOptions options,
            HandOver handOver,
            ProducerSource source,
            Receiver receiver,
            InstantSource clock) {
        this.options = options;
        this.handOver = handOver;
        this.source = source;
        this.receiver = receiver;
        this.clock = clock;
    }

    @Override
    public boolean isAnswered() {
        return isHealthy;
    }

    @Override
    public boolean isHealthy() {
        return isHealthy;
    }

    @Override
    public void prepare() {
        try {
            List<PartitionInfo> unused = producer().partitionsFor(options.topic());
        } catch (KafkaException e) {
            onFailure(e);
        }
    }

    @Override
    public void beginDegraded(String why) {
        LOG.warn("journal state=degraded, events are refused until it is there: {}", why);
        isHealthy = false;
    }

    /** Whatever state the producer is in, another begins. */
    @Override
    public void onRecovered() {
        isToRenew = true;
        isHealthy = true;
        LOG.info("journal topic={} state=healthy", options.topic());
    }

    @Override
    public long inFlight() {
        return inFlight.get();
    }

    @Override
    public void run() {
        while (handOver.await()) {
            for (Pending pending = handOver.poll(); pending != null; pending = handOver.poll()) {
                send(pending);
            }
        }
        // Tells of all that is under way before it returns.
        close(options.deliveryTimeout());
        handOver.end(Failure.CLOSED);
    }

    private void send(Pending pending) {
        if (!isHealthy) {
            // Each would wait for as long as the first, one after the other.
            pending.fail(Failure.FAILED);
            return;
        }
        long millis = clock.millis();
        inFlight.incrementAndGet();
        try {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    options.topic(), null, millis, RecordCodec.key(pending), RecordCodec.value(pending));
            Producer<byte[], byte[]> open = producer();
            var unusedFuture = open.send(record, (unused, failure) -> onSent(open, pending, millis, failure));
        } catch (KafkaException | IllegalStateException e) {
            onSent(pending, millis, e, true);
        }
    }

    private Producer<byte[], byte[]> producer() {
        if (isToRenew) {
            isToRenew = false;
            close(Duration.ZERO);
        }
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = source.open();
            producer = open;
        }
        return open;
    }

    /** What becomes of those that a producer had under way when another took its place says nothing of the cluster now. */
    private void onSent(Producer<byte[], byte[]> by, Pending pending, long millis, @Nullable Exception failure) {
        onSent(pending, millis, failure, by == producer);
    }

    private void onSent(Pending pending, long millis, @Nullable Exception failure, boolean isNews) {
        inFlight.decrementAndGet();
        if (failure == null) {
            receiver.onKept(pending, millis, Promise.REPLICATED);
        } else if (failure instanceof RecordTooLargeException) {
            receiver.onTooLarge(pending);
        } else {
            if (isNews) {
                onFailure(failure);
            }
            pending.fail(Failure.FAILED);
        }
    }

    private void onFailure(Exception failure) {
        if (isHealthy) {
            isHealthy = false;
            LOG.error(
                    "journal topic={} servers={} state=failing: new events are refused until it takes some again: {}",
                    options.topic(),
                    options.servers(),
                    Failures.describe(failure));
        }
    }

    private void close(Duration limit) {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open == null) {
            return;
        }
        try {
            open.close(limit);
        } catch (KafkaException e) {
            LOG.warn("journal closing the producer failed: {}", Failures.describe(e));
        }
    }
}
