package dev.weir.live;

import java.time.Duration;

/**
 * How much the live log holds.
 *
 * @param requests the newest requests of each section that are kept
 * @param sections so many sections have a ring of their own; the rest share one
 * @param perSecond requests of one section that are shown within a second; of those beyond, only the number is
 * @param earlyFates fates of numbers that no shown request has yet: the relay may be faster than the answer
 * @param watchers who may look at once
 * @param queued messages that wait for one watcher
 * @param keepFor how long the rings are kept after the last watcher has gone
 */
public record LiveBounds(
        int requests, int sections, int perSecond, int earlyFates, int watchers, int queued, Duration keepFor) {

    public static final LiveBounds DEFAULT = new LiveBounds(500, 64, 200, 10_000, 16, 1_000, Duration.ofSeconds(60));

    public LiveBounds {
        if (requests < 1 || sections < 1 || perSecond < 1 || earlyFates < 1 || watchers < 1 || queued < 2) {
            throw new IllegalArgumentException(
                    "a bound of the live log is too small (expected: at least 1; queued: 2)");
        }
    }
}
