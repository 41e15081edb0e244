package dev.weir.journal.kafka;

import dev.weir.kafka.Failures;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The producer that the sender has, if any, and the one that it may have next: who looks for Kafka makes that one acquainted with the
 * topic, for as long as it takes, so that the sender need not wait for it. Confined to the sender's thread, but for {@link #tryMeet}.
 */
final class Producers {

    private final ProducerSource source;
    private final String topic;
    private final int tries;
    private final Runnable onFailure;
    private final AtomicReference<@Nullable OpenProducer> next = new AtomicReference<>();
    private @Nullable OpenProducer current;

    /**
     * None yet.
     *
     * @param tries of getting to know the topic, each of which takes as long as {@code max.block.ms}
     * @param onFailure called on a producer's thread when it fails; it must not block
     */
    Producers(ProducerSource source, String topic, int tries, Runnable onFailure) {
        this.source = source;
        this.topic = topic;
        this.tries = tries;
        this.onFailure = onFailure;
    }

    /**
     * Gets one that knows the topic. Blocks. On any thread.
     *
     * @return why there is none; empty if there is
     */
    String tryMeet() {
        OpenProducer fresh;
        try {
            fresh = open();
        } catch (KafkaException e) {
            return Failures.describe(e);
        }
        String failure = meet(fresh);
        if (failure.isEmpty()) {
            abandon(next.getAndSet(fresh));
        } else {
            fresh.abandon();
        }
        return failure;
    }

    /** Whether there is one that knows the topic, and is not in use. */
    boolean hasNext() {
        return next.get() != null;
    }

    /**
     * The one to send with.
     *
     * @throws KafkaException if none can be made now, as when no name of a broker can be resolved
     */
    OpenProducer current() {
        OpenProducer open = current;
        if (open == null) {
            OpenProducer met = next.getAndSet(null);
            open = met == null ? open() : met;
            current = open;
        }
        return open;
    }

    /** Why the one in use has failed; null if it has not, or there is none. */
    @Nullable
    String failure() {
        return current == null ? null : current.failure();
    }

    /** What was given to one of them gets to Kafka no more, or has got there already. */
    void abandonAll() {
        abandon(current);
        current = null;
        abandon(next.getAndSet(null));
    }

    private OpenProducer open() {
        return new OpenProducer(source.open(), onFailure);
    }

    private String meet(OpenProducer fresh) {
        String failure = "";
        for (int i = 0; i < tries; i++) {
            try {
                fresh.meet(topic);
                return "";
            } catch (TimeoutException late) {
                failure = Failures.describe(late);
            } catch (KafkaException e) {
                return Failures.describe(e);
            }
        }
        return failure;
    }

    private static void abandon(@Nullable OpenProducer open) {
        if (open != null) {
            open.abandon();
        }
    }
}
