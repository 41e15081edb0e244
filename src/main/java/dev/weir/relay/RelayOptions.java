package dev.weir.relay;

import java.time.Duration;

/**
 * Bounds of the relay, for each sink.
 *
 * @param maxHeld the most events of a section read ahead of its first that is not settled, at least 1: when one device is
 *     stuck, others go on this far, and after a crash as many may be sent twice
 * @param maxHeldBytes no more is read ahead while the events held take more memory than this, in equal shares of the sections
 * @param saveEvery the cursor is saved after this many settled events, at least 1: as many, and those in flight, may be sent
 *     twice after the machine crashed; up to four times as many where the disk takes more than a tenth of the time for that
 * @param saveWithin and after this time; where the disk is slow, after nine times what the save before took, at most a second
 * @param backoffMin the shortest wait before an event is tried again
 * @param backoffMax the longest, unless the destination asks for more
 */
public record RelayOptions(
        int maxHeld, long maxHeldBytes, int saveEvery, Duration saveWithin, Duration backoffMin, Duration backoffMax) {

    public static final RelayOptions DEFAULT = new RelayOptions(
            65_536, 64L << 20, 256, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(15));

    public RelayOptions {
        require(maxHeld > 0, "max-held", maxHeld, "> 0");
        require(maxHeldBytes > 0, "max-held-bytes", maxHeldBytes, "> 0");
        require(saveEvery > 0, "save-every", saveEvery, "> 0");
        require(isPositive(saveWithin), "save-within", saveWithin, "> 0");
        require(isPositive(backoffMin), "backoff-min", backoffMin, "> 0");
        require(backoffMax.compareTo(backoffMin) >= 0, "backoff-max", backoffMax, ">= backoff-min");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean isMet, String option, Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException("relay." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
