package dev.weir.relay.pace;

import java.time.Duration;

/**
 * How many calls may be in flight to one upstream, between two bounds: it doubles with every round trip until something is
 * amiss, and from then on follows the upstream. Answers that take longer than they used to mean that calls wait at its end,
 * and a failure that it is overloaded: either lowers the limit. Confined to one thread.
 */
public final class ConcurrencyLimit {

    private static final int FIRST = 16;
    /** How much slower than usual an answer may be before it counts. */
    private static final double TOLERANCE = 2.0;
    /** The usual time follows the answers slowly, over so many round trips. */
    private static final double USUAL_ROUND_TRIPS = 10;

    private static final double USUAL_OF_AT_LEAST = 500;

    private static final double SMOOTHING = 0.1;
    private static final double CUT = 0.8;
    private static final long CUT_EVERY_NANOS = Duration.ofMillis(500).toNanos();

    private int min;
    private final int max;
    private double limit;
    private double usualNanos;
    private boolean isProbing = true;
    private boolean hasCut;
    private long cutNanos;

    /**
     * A limit that begins low.
     *
     * @param min at least 1; where it is {@code max} or more, the limit is always {@code max}
     */
    public ConcurrencyLimit(int min, int max) {
        this.min = Math.min(min, max);
        this.max = max;
        this.limit = Math.max(this.min, Math.min(FIRST, max));
    }

    /** From now on it does not fall below this, or the maximum where that is less. */
    public void retune(int least) {
        min = Math.min(least, max);
        set(limit);
    }

    /** The most calls in flight as of now. */
    public int limit() {
        return (int) limit;
    }

    /**
     * A call was answered.
     *
     * @param nanos from its sending to its answer
     * @param inFlight calls that were in flight with it, itself included
     */
    public void onAnswer(long nanos, int inFlight) {
        double of = Math.max(USUAL_OF_AT_LEAST, USUAL_ROUND_TRIPS * limit);
        usualNanos = usualNanos == 0 ? nanos : usualNanos + (nanos - usualNanos) / of;
        if (nanos < usualNanos / 2) {
            usualNanos *= 1 - 10 / of;
        }
        if (inFlight < limit / 2) {
            // The limit was not what held it back: nothing is learned of it.
            return;
        }
        double ratio = Math.max(0.5, Math.min(1, TOLERANCE * usualNanos / Math.max(1, nanos)));
        if (isProbing && ratio == 1) {
            set(limit + 1);
            return;
        }
        isProbing = false;
        double wanted = limit * ratio + Math.sqrt(limit);
        set(limit + (wanted - limit) * SMOOTHING / Math.max(1, Math.sqrt(limit)));
    }

    /** A call failed in a way that tells of an overload; those that fail together count as one. */
    public void onFailure(long nowNanos) {
        if (hasCut && nowNanos - cutNanos < CUT_EVERY_NANOS) {
            return;
        }
        hasCut = true;
        cutNanos = nowNanos;
        isProbing = false;
        set(limit * CUT);
    }

    private void set(double wanted) {
        limit = Math.max(min, Math.min(max, wanted));
    }
}
