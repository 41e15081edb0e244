package dev.weir.redis;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Tells from what is asked and answered whether the other end is alive: answers come in the order of the commands, so that the
 * oldest one without an answer tells. Pure: time is passed in. Confined to one thread.
 */
final class Pulse {

    private final long timeoutNanos;
    private final Queue<Long> unanswered = new ArrayDeque<>();
    private long heardNanos;
    private long lookedNanos;

    Pulse(long timeoutNanos, long nowNanos) {
        this.timeoutNanos = timeoutNanos;
        this.heardNanos = nowNanos;
        this.lookedNanos = nowNanos;
    }

    /** How often to {@link #look}. */
    long turnNanos() {
        return timeoutNanos / 4;
    }

    void onAsked(long nowNanos) {
        unanswered.add(nowNanos);
    }

    void onAnswered(long nowNanos) {
        unanswered.poll();
        heardNanos = nowNanos;
    }

    Verdict look(long nowNanos) {
        boolean isLate = nowNanos - lookedNanos > 3 * turnNanos();
        lookedNanos = nowNanos;
        Long oldest = unanswered.peek();
        if (oldest == null) {
            return nowNanos - heardNanos >= timeoutNanos / 2 ? Verdict.SILENT : Verdict.FINE;
        }
        // If it was us who slept, the answer may be there and not be read yet.
        return nowNanos - oldest > timeoutNanos && !isLate ? Verdict.LOST : Verdict.FINE;
    }

    enum Verdict {
        FINE,
        /** Nothing was asked for a while: it is time to ask something. */
        SILENT,
        LOST
    }
}
