package dev.weir.relay.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/** Virtual time, and what is to happen in it. What is due at one moment happens in the order in which it was asked for. */
final class Timeline implements InstantSource {

    static final long NEVER = Long.MAX_VALUE;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;
    static final long MINUTE = 60 * SECOND;

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long nanos;
    private long asked;

    /** Since the beginning. */
    long nanos() {
        return nanos;
    }

    /** Unix milliseconds at this time since the beginning. */
    static long millisAt(long nanos) {
        return BEGINNING.toEpochMilli() + nanos / MILLI;
    }

    @Override
    public Instant instant() {
        return BEGINNING.plusNanos(nanos);
    }

    /** Asks for something to happen. */
    void at(long when, Runnable action) {
        due.add(new Due(Math.max(when, nanos), asked++, action));
    }

    /** When the next thing is due that was asked for. */
    long next() {
        Due first = due.peek();
        return first == null ? NEVER : first.nanos;
    }

    /** Goes on to this time, at which what is due happens. */
    void advance(long to) {
        nanos = to;
        while (next() <= nanos) {
            due.remove().action.run();
        }
    }

    private record Due(long nanos, long order, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
