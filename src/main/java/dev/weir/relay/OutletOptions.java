package dev.weir.relay;

import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.pace.BreakerOptions;
import dev.weir.relay.pace.PaceOptions;
import java.time.Duration;

/**
 * How one sink is fed.
 *
 * @param pace the token bucket of each section; unlimited for a sink that takes what it gets
 * @param coalesce for how long full-syncs are held back
 * @param batch how requests of several events are filled, where the sink has such
 * @param minInFlight what the adaptive limit of calls in flight never goes below; the sink's own maximum is what it never
 *     goes above, and always has where this is as much
 * @param breaker when nothing more is sent for a while
 * @param backlog how much of the journal the sink may hold back
 */
public record OutletOptions(
        PaceOptions pace,
        CoalesceOptions coalesce,
        Batch batch,
        int minInFlight,
        BreakerOptions breaker,
        Backlog backlog) {

    public OutletOptions {
        Check.require(minInFlight > 0, "min-in-flight", minInFlight, "> 0");
    }

    /** For a vendor's server. */
    public static final OutletOptions VENDOR = new OutletOptions(
            PaceOptions.DEFAULT, CoalesceOptions.DEFAULT, Batch.DEFAULT, 4, BreakerOptions.DEFAULT, Backlog.UNBOUNDED);

    /** For what takes events as fast as they come, and all of them. */
    public static final OutletOptions UNPACED = new OutletOptions(
            PaceOptions.UNLIMITED,
            CoalesceOptions.NEVER,
            Batch.DEFAULT,
            Integer.MAX_VALUE,
            BreakerOptions.DEFAULT,
            Backlog.UNBOUNDED);

    public OutletOptions with(Backlog other) {
        return new OutletOptions(pace, coalesce, batch, minInFlight, breaker, other);
    }

    /**
     * A request of several events goes when one of these is reached.
     *
     * @param maxEvents at least 1; the vendor's own bound holds too
     * @param maxBytes of their bodies together; a single event may be larger
     * @param maxAge how long an event waits for others at most; 0 for not at all
     */
    public record Batch(int maxEvents, long maxBytes, Duration maxAge) {

        public static final Batch DEFAULT = new Batch(100, 256 << 10, Duration.ofMillis(50));

        public Batch {
            Check.require(maxEvents > 0, "batch.max-events", maxEvents, "> 0");
            Check.require(maxBytes > 0, "batch.max-bytes", maxBytes, "> 0");
            Check.require(!maxAge.isNegative(), "batch.max-age", maxAge, ">= 0");
        }
    }

    /**
     * How much of the journal a sink that is stopped or slow may hold back, and what happens then.
     *
     * @param maxBytes of the journal's files
     */
    public record Backlog(long maxBytes, WhenFull whenFull) {

        public static final Backlog UNBOUNDED = new Backlog(Long.MAX_VALUE, WhenFull.HOLD);

        public Backlog {
            Check.require(maxBytes > 0, "backlog.max-bytes", maxBytes, "> 0");
        }

        /** What gives way when a sink's budget is used up. */
        public enum WhenFull {
            /** The intake, which answers 503: nothing is lost. */
            HOLD,
            /** The sink's oldest events, which it will never get: skipped, and counted. */
            SKIP
        }
    }

    /** Apart, so that no record in here needs this class to be initialised, whose constants are made of those records. */
    private static final class Check {

        static void require(boolean isMet, String option, Object value, String expectation) {
            if (!isMet) {
                throw new IllegalArgumentException(option + ": " + value + " (expected: " + expectation + ")");
            }
        }
    }
}
