package dev.weir.relay.sink.kafka;

import dev.weir.kafka.Failures;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The producer in use, which is replaced when it can work no more. Confined to one thread, but for what a {@link Generation} is told. */
final class LiveProducer implements AutoCloseable {

    static final Duration MIN_REST = Duration.ofSeconds(1);
    static final Duration MAX_REST = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(LiveProducer.class);

    private final String sink;
    private final ProducerSource source;
    private final Rest rest = new Rest(MIN_REST, MAX_REST);
    private @Nullable Generation current;

    LiveProducer(String sink, ProducerSource source) {
        this.sink = sink;
        this.source = source;
    }

    /**
     * Opens the first one, so that what is wrong with the options shows at the start. A name that cannot be resolved is not:
     * that may be otherwise in a while.
     *
     * @throws KafkaException when the options are no good
     */
    void openFirst(long nowMillis) {
        try {
            current = new Generation(source.open());
        } catch (KafkaException e) {
            if (!isUnresolved(e)) {
                throw e;
            }
            onNotOpened(e, nowMillis);
        }
    }

    /** The producer, opened if need be; or null while there is none, for {@link #restMillis} more. */
    @Nullable
    Generation get(long nowMillis) {
        Generation working = current;
        if (working != null && working.isBroken) {
            replace(working, nowMillis);
            working = null;
        }
        if (working == null && rest.leftMillis(nowMillis) == 0) {
            working = tryOpen(nowMillis);
        }
        return working;
    }

    long restMillis(long nowMillis) {
        return rest.leftMillis(nowMillis);
    }

    /** What it has not sent yet it drops: nobody would take note of it any longer, and it is going to come again. */
    @Override
    public void close() {
        Generation last = current;
        current = null;
        if (last != null) {
            close(last.producer);
        }
    }

    private void replace(Generation broken, long nowMillis) {
        if (broken.hasDelivered) {
            rest.forget();
        }
        rest.begin(nowMillis);
        LOG.warn("sink={} producer=broken reason={} retry_ms={}", sink, broken.reason, rest.leftMillis(nowMillis));
        close();
    }

    private @Nullable Generation tryOpen(long nowMillis) {
        try {
            current = new Generation(source.open());
        } catch (KafkaException e) {
            onNotOpened(e, nowMillis);
        }
        return current;
    }

    private void onNotOpened(KafkaException failure, long nowMillis) {
        rest.begin(nowMillis);
        LOG.warn(
                "sink={} producer=none reason={} retry_ms={}",
                sink,
                Failures.describe(failure),
                rest.leftMillis(nowMillis));
    }

    private void close(Producer<byte[], byte[]> producer) {
        try {
            producer.close(Duration.ZERO);
        } catch (KafkaException e) {
            LOG.warn("sink={} closing the producer failed: {}", sink, Failures.describe(e));
        }
    }

    private static boolean isUnresolved(KafkaException failure) {
        Throwable cause = failure instanceof ConfigException ? failure : failure.getCause();
        return cause instanceof ConfigException
                && String.valueOf(cause.getMessage()).startsWith("No resolvable bootstrap urls");
    }

    /** One producer. What it is told may come from any thread. */
    static final class Generation {

        final Producer<byte[], byte[]> producer;
        private volatile boolean isBroken;
        private volatile boolean hasDelivered;
        private volatile String reason = "";

        Generation(Producer<byte[], byte[]> producer) {
            this.producer = producer;
        }

        void onDelivered() {
            if (!hasDelivered) {
                hasDelivered = true;
            }
        }

        void onFatal(Throwable failure) {
            reason = Failures.describe(failure);
            isBroken = true;
        }
    }
}
