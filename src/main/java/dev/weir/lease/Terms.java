package dev.weir.lease;

/**
 * What a budget allows all nodes together.
 *
 * @param refillPerSecond tokens added each second, at least 1
 * @param capacity tokens that the bucket holds, at least 1
 * @param countsOnly whether nobody is to be refused for want of tokens; for who takes them
 */
public record Terms(long refillPerSecond, long capacity, boolean countsOnly) {

    /** Less than one token in a nanosecond each. */
    public Terms {
        if (refillPerSecond < 1 || capacity < 1) {
            throw new IllegalArgumentException("terms: " + refillPerSecond + " tokens a second, " + capacity
                    + " at once (expected: at least 1 of each)");
        }
    }

    /** How many tokens a node may spend before it has a lease. */
    long credit(int nodes) {
        return Math.max(1, capacity / 100 / nodes);
    }

    /** A node's part of the capacity. */
    long part(int nodes) {
        return Math.max(1, capacity / nodes);
    }
}
