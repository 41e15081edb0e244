package dev.weir.relay.pace;

import java.time.Duration;

/**
 * When a sink is left alone for a while.
 *
 * @param failures that follow each other without a delivery, at least 1: then it opens
 * @param minPause before it is tried again
 * @param maxPause when it goes on failing
 */
public record BreakerOptions(int failures, Duration minPause, Duration maxPause) {

    public static final BreakerOptions DEFAULT = new BreakerOptions(20, Duration.ofMillis(500), Duration.ofSeconds(15));

    public BreakerOptions {
        require(failures > 0, "failures", failures, "> 0");
        require(!minPause.isNegative() && !minPause.isZero(), "min-pause", minPause, "> 0");
        require(maxPause.compareTo(minPause) >= 0, "max-pause", maxPause, ">= min-pause");
    }

    private static void require(boolean isMet, String option, Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException("breaker." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
