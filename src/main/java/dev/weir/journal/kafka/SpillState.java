package dev.weir.journal.kafka;

import java.util.List;

/**
 * Where events go, by what is heard of Kafka and by what the spill is owed: a pure step from state to state.
 *
 * <p>What stands in the spill goes to Kafka before anything that came later. So events go on into the spill while it is drained,
 * and at the end they wait for a moment, until nothing is left in it.
 */
enum SpillState {
    /** To Kafka; the spill is empty. */
    REPLICATED("replicated"),
    /** Into the spill; Kafka is away. */
    SPILLING("spilling"),
    /** Into the spill, from which Kafka gets them in order. */
    DRAINING("draining"),
    /** They wait for the last ones of the spill to get to Kafka. */
    HANDING_OVER("draining");

    /** So few the spill may be owed when events begin to wait: what Kafka takes within some ten milliseconds. */
    static final long FEW = 1024;

    private static final List<Effect> NONE = List.of();

    private final String label;

    SpillState(String label) {
        this.label = label;
    }

    /** The metric tag and the log value. */
    String label() {
        return label;
    }

    boolean drains() {
        return this == DRAINING || this == HANDING_OVER;
    }

    /** Kafka failed, or let something wait for too long. */
    Step onSilence() {
        return switch (this) {
            case REPLICATED -> new Step(SPILLING, List.of(Effect.ABANDON_PRODUCER, Effect.SPILL_FLIGHTS));
            case SPILLING -> new Step(this, List.of(Effect.ABANDON_PRODUCER));
            case DRAINING, HANDING_OVER -> new Step(SPILLING, List.of(Effect.ABANDON_PRODUCER, Effect.STOP_DRAIN));
        };
    }

    /**
     * Kafka is there again.
     *
     * @param owed events of the spill that Kafka is not known to have
     */
    Step onAnswer(long owed) {
        if (this != SPILLING) {
            return new Step(this, NONE);
        }
        return owed == 0 ? new Step(REPLICATED, NONE) : new Step(DRAINING, List.of(Effect.BEGIN_DRAIN));
    }

    /** So many the spill is owed now, those included that it has not written yet. */
    Step onOwed(long owed) {
        if (!drains()) {
            return new Step(this, NONE);
        }
        if (owed == 0) {
            return new Step(REPLICATED, List.of(Effect.STOP_DRAIN));
        }
        return new Step(owed <= FEW ? HANDING_OVER : this, NONE);
    }

    /** Events have waited for too long for the last ones of the spill. */
    Step onDelay() {
        return new Step(this == HANDING_OVER ? DRAINING : this, NONE);
    }

    /** What is to be done on the way to a state, in order. */
    enum Effect {
        /** Whatever the producer has been given and not told of gets to Kafka no more, or has got there already. */
        ABANDON_PRODUCER,
        /** What the producer has not told of goes into the spill, in the order in which it was sent. */
        SPILL_FLIGHTS,
        BEGIN_DRAIN,
        /** Keeps how far the spill was drained. */
        STOP_DRAIN
    }

    record Step(SpillState next, List<Effect> effects) {}
}
