package dev.weir.relay.pace;

/**
 * The token bucket of a section at an upstream: one token a request.
 *
 * @param refillPerSecond what the vendor allows, at least 1; 0 for no limit at all
 * @param capacity how many requests may go at once after a rest, at least 1
 */
public record PaceOptions(long refillPerSecond, long capacity) {

    /** What the vendors' documents allow (gravityfield-serverside: 500 requests per second per section). */
    public static final PaceOptions DEFAULT = new PaceOptions(500, 50);

    public static final PaceOptions UNLIMITED = new PaceOptions(0, 1);

    /** Bucket4j counts in nanoseconds: more than one token each cannot be told apart. */
    private static final long MAX_REFILL = 1_000_000_000;

    public PaceOptions {
        require(refillPerSecond >= 0 && refillPerSecond <= MAX_REFILL, "refill", refillPerSecond, "0 to 1000000000");
        require(capacity > 0, "capacity", capacity, "> 0");
    }

    public boolean isUnlimited() {
        return refillPerSecond == 0;
    }

    private static void require(boolean isMet, String option, long value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException("pace." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
