package dev.weir.relay.sink;

import dev.weir.trace.Tracing;
import java.util.List;

/**
 * A destination of events. It takes deliveries and decides nothing. {@link #resume}, {@link #deliver} and {@link #flush} are
 * called by one thread, the relay's for this sink; they may block as long as a disk does, and no longer.
 */
public interface Sink extends AutoCloseable {

    /** Unique among the sinks: lower-case letters, digits and hyphens. The metric tag, and the name of its cursor. */
    String name();

    /**
     * Whether events of this dialect are any of its business. A vendor gets what is its own alone: the requests of another
     * hold that one's keys.
     */
    default boolean takes(String dialect) {
        return true;
    }

    /** How an attempt shows in a trace. */
    default Tracing.Kind spanKind() {
        return Tracing.Kind.CLIENT;
    }

    /** In which order this sink must be fed. */
    Order order();

    /** How many calls of {@link #deliver} it takes before it has completed the first; at least 1. */
    int maxInFlight();

    /** How many events may come in one call with this one; 1 where it has to come alone. */
    default int maxBatch(Delivery delivery) {
        return 1;
    }

    /** Events of one section may come in one call if their keys are equal. Asked where {@link #maxBatch} is more than 1. */
    default Object batchKey(Delivery delivery) {
        throw new IllegalStateException("events come one by one");
    }

    /**
     * Called before the first delivery, and again after the relay has had to begin anew. Deliveries not yet completed are
     * void. Events from {@code nextSeq} on may have been taken before, though nobody kept a record of it; a sink that can
     * tell takes them once only.
     */
    void resume(long nextSeq);

    /**
     * Takes one event, or several of one section that may go together; those of one device in their order. The completion is
     * called exactly once for all of them, in the end, by any thread, during this call or after it; the sink sees to its own
     * deadline.
     *
     * @param batch at least one event, at most {@link #maxBatch} of each of them
     */
    void deliver(List<Delivery> batch, Completion completion);

    /**
     * There is nothing more to take right now: what is collected must go. Called after every round of deliveries and at
     * least once a second, so that it also serves for housekeeping.
     */
    void flush();

    /**
     * For how long after a round the relay lets events gather before the next one, nanoseconds; 0 for not at all. For a sink whose rounds
     * cost the same, whether they have one event or a hundred.
     */
    default long gatherNanos() {
        return 0;
    }

    /** Gives up what is held open. Deliveries that are not completed will come again after a restart. */
    @Override
    void close();

    /** What a sink asks of the order in which it is fed. */
    enum Order {
        /** One event of a device at a time; those of other devices may overtake it. */
        DEVICE,
        /**
         * All events as they stand in the journal, many in flight. The sink keeps that order: when one attempt fails, every
         * later one that is in flight fails too.
         */
        JOURNAL
    }
}
