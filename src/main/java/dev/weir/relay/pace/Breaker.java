package dev.weir.relay.pace;

import java.util.random.RandomGenerator;

/**
 * Leaves an upstream alone that does nothing but fail: after so many failures without a single success it lets nothing pass for a
 * while, then one call to try it; a success closes it, a failure makes the pause longer. What is owed waits meanwhile, and
 * nothing is dropped. Confined to one thread.
 */
public final class Breaker {

    private BreakerOptions options;
    private final RandomGenerator random;
    private State state = State.CLOSED;
    private int failures;
    private long pauseNanos;
    private long untilNanos;

    public Breaker(BreakerOptions options, RandomGenerator random) {
        this.options = options;
        this.random = random;
    }

    /** From the next failure on. */
    public void retune(BreakerOptions wanted) {
        options = wanted;
    }

    /** Whether a call may go now. */
    public boolean mayPass(long nowNanos) {
        return switch (state) {
            case CLOSED -> true;
            case OPEN -> untilNanos - nowNanos <= 0;
            case PROBING -> false;
        };
    }

    /** How long until {@link #mayPass} says yes by itself; the longest time there is when it waits for an answer. */
    public long nanosToNext(long nowNanos) {
        return switch (state) {
            case CLOSED -> 0;
            case OPEN -> Math.max(0, untilNanos - nowNanos);
            case PROBING -> Long.MAX_VALUE;
        };
    }

    /** A call goes. Returns whether it is the one that tries whether the upstream is well again. */
    public boolean onPassed() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.PROBING;
        return true;
    }

    /** The upstream answered. */
    public void onSuccess() {
        failures = 0;
        pauseNanos = 0;
        state = State.CLOSED;
    }

    /** A call failed. */
    public void onFailure(boolean isProbe, long nowNanos) {
        failures++;
        boolean hasProbed = isProbe && state == State.PROBING;
        if (hasProbed || (state == State.CLOSED && failures >= options.failures())) {
            open(nowNanos);
        }
    }

    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Each pause is drawn between the shortest and three times the one before. */
    private void open(long nowNanos) {
        long min = options.minPause().toNanos();
        long highest = Math.min(options.maxPause().toNanos(), 3 * Math.max(min, pauseNanos));
        pauseNanos = highest <= min ? min : random.nextLong(min, highest + 1);
        untilNanos = nowNanos + pauseNanos;
        state = State.OPEN;
    }

    private enum State {
        CLOSED,
        OPEN,
        PROBING
    }
}
