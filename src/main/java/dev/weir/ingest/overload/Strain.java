package dev.weir.ingest.overload;

import dev.weir.event.Priority;

/**
 * Whether delay stands, and what is refused then. A pure step: each returns what holds after it, the same object where nothing has
 * changed. All times are of one monotonic clock in nanoseconds. Immutable.
 *
 * @param aboveSinceNanos since when no delay was at or below the target; only if {@code isAbove}
 * @param relapseUntilNanos delay that comes back until then stands at once, since it was never quite gone
 */
record Strain(boolean isAbove, long aboveSinceNanos, long relapseUntilNanos) {

    /** Normal priority bears so many times the target that low priority does. */
    static final int NORMAL_FACTOR = 4;

    /** Two bursts within so many intervals are one. */
    private static final int RELAPSE_INTERVALS = 10;

    static Strain none(long nowNanos) {
        return new Strain(false, nowNanos, nowNanos);
    }

    /** A delay was seen that is still growing: it may begin something, and ends nothing. */
    Strain onDelay(long delayNanos, long nowNanos, Bounds bounds) {
        if (isAbove || delayNanos <= bounds.targetNanos) {
            return this;
        }
        boolean isRelapse = nowNanos - relapseUntilNanos < 0;
        // From when it was seen, however long it was then: one pause of the machine is no queue that stands.
        long since = isRelapse ? nowNanos - bounds.intervalNanos : nowNanos;
        return new Strain(true, since, relapseUntilNanos);
    }

    /** A delay has been seen to its end. */
    Strain onDelayEnd(long delayNanos, long nowNanos, Bounds bounds) {
        if (delayNanos > bounds.targetNanos) {
            return onDelay(delayNanos, nowNanos, bounds);
        }
        if (!isAbove) {
            return this;
        }
        long until = stands(nowNanos, bounds) ? nowNanos + RELAPSE_INTERVALS * bounds.intervalNanos : relapseUntilNanos;
        return new Strain(false, nowNanos, until);
    }

    /** Whether delay has been above the target for a whole interval. */
    boolean stands(long nowNanos, Bounds bounds) {
        return isAbove && nowNanos - aboveSinceNanos >= bounds.intervalNanos;
    }

    /** Whether a request of this priority is refused that has had to wait for so long. */
    boolean refuses(Priority priority, long delayNanos, long nowNanos, Bounds bounds) {
        return stands(nowNanos, bounds)
                && switch (priority) {
                    case LOW -> delayNanos > bounds.targetNanos;
                    case NORMAL -> delayNanos > NORMAL_FACTOR * bounds.targetNanos;
                    case HIGH -> false;
                };
    }

    /**
     * What delay is measured against.
     *
     * @param targetNanos more than 0
     * @param intervalNanos at least the target
     */
    record Bounds(long targetNanos, long intervalNanos) {}
}
