package dev.weir.journal.kafka;

import java.util.concurrent.TimeUnit;

/**
 * For how long the spill is left alone: looking for Kafka tells that it is there, and not that it takes events. Who tries in vain
 * tries less and less often. Confined to one thread.
 */
final class DrainPause {

    private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(32);

    private long begunSeq;
    private long pauseNanos = SHORTEST_NANOS;
    private long endsNanos;

    /** Not pausing. */
    DrainPause(long nowNanos) {
        endsNanos = nowNanos;
    }

    boolean isOver(long nowNanos) {
        return nowNanos - endsNanos >= 0;
    }

    void onBegin(long drainedSeq) {
        begunSeq = drainedSeq;
    }

    void onStop(long drainedSeq, long nowNanos) {
        if (drainedSeq > begunSeq) {
            pauseNanos = SHORTEST_NANOS;
        } else {
            endsNanos = nowNanos + pauseNanos;
            pauseNanos = Math.min(2 * pauseNanos, LONGEST_NANOS);
        }
    }
}
