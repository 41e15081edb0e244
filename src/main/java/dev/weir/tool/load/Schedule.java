package dev.weir.tool.load;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When each request is to leave, as nanoseconds since the start; it depends on no answer. Confined to one thread.
 */
final class Schedule {

    /** When there is no further request. */
    static final long END = Long.MAX_VALUE;

    private static final double SECOND = 1e9;

    private final double rate;
    private final Arrivals arrivals;
    private final long durationNanos;
    private final RandomGenerator random;
    private long count;
    private double poissonAt;

    /** @param rate requests a second, more than 0 */
    Schedule(double rate, Arrivals arrivals, Duration duration, RandomGenerator random) {
        this.rate = rate;
        this.arrivals = arrivals;
        this.durationNanos = duration.toNanos();
        this.random = random;
    }

    /** When the next request is to leave, or {@link #END}. */
    long next() {
        long at = arrivals == Arrivals.CONSTANT ? constant() : poisson();
        return at < durationNanos ? at : END;
    }

    /** From the count each time, so that no rounding adds up. */
    private long constant() {
        return (long) (count++ * SECOND / rate);
    }

    private long poisson() {
        poissonAt += random.nextExponential() * SECOND / rate;
        return (long) poissonAt;
    }
}
