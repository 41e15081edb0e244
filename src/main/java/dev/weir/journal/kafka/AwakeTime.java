package dev.weir.journal.kafka;

/**
 * How long a thread that looks again and again has been able to look: where it was stopped between two looks, with its process or its
 * machine, that counts as a moment. So an answer that came meanwhile is looked at before it is said to be late. Confined to a thread.
 */
final class AwakeTime {

    private final long mostNanos;
    private long lookedNanos;
    private long nanos;

    /** @param mostNanos between two looks of a thread that was not stopped */
    AwakeTime(long mostNanos, long nowNanos) {
        this.mostNanos = mostNanos;
        this.lookedNanos = nowNanos;
    }

    void look(long nowNanos) {
        nanos += Math.min(nowNanos - lookedNanos, mostNanos);
        lookedNanos = nowNanos;
    }

    /** As of the last look; only differences mean anything. */
    long nanos() {
        return nanos;
    }
}
