package dev.weir.relay;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: decorrelated jitter, in which each wait is drawn between the shortest and three times
 * the one before. Confined to the thread of its random source.
 */
final class Backoff {

    private final long minNanos;
    private final long maxNanos;
    private final RandomGenerator random;

    Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
        this.random = random;
    }

    /** @param previousNanos the wait before, or 0 */
    long nextNanos(long previousNanos) {
        long highest = Math.min(maxNanos, 3 * Math.max(minNanos, previousNanos));
        return highest <= minNanos ? minNanos : random.nextLong(minNanos, highest + 1);
    }
}
