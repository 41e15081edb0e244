package dev.weir.lease;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A node's own part of a budget, for as long as there is no sharing it: a token bucket as one number, the time at which it will be
 * full again. Safe for many threads, without locks.
 */
final class LocalPart {

    private static final long SECOND_NANOS = 1_000_000_000L;
    /** A bucket that takes decades to fill is as good as one that never does. */
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

    private final WhenLost rule;
    private final long capacity;
    private final long nanosPerToken;
    /** What it takes to fill the empty bucket. */
    private final long spanNanos;

    private final AtomicLong fullAtNanos;
    private final AtomicLong taken;

    /** Begins with so many tokens, as far as it holds them. */
    LocalPart(Terms terms, LeaseOptions options, long tokens, long nowNanos) {
        this(terms, options, tokens, 0, nowNanos);
    }

    private LocalPart(Terms terms, LeaseOptions options, long tokens, long takenBefore, long nowNanos) {
        taken = new AtomicLong(takenBefore);
        rule = options.whenLost();
        // Rounded up: the parts of all come to no more than the whole.
        nanosPerToken = (SECOND_NANOS * options.nodes() + terms.refillPerSecond() - 1) / terms.refillPerSecond();
        capacity = Math.min(terms.part(options.nodes()), LONGEST_NANOS / nanosPerToken);
        spanNanos = capacity * nanosPerToken;
        fullAtNanos = new AtomicLong(nowNanos + (capacity - Math.min(capacity, Math.max(0, tokens))) * nanosPerToken);
    }

    /** Takes tokens, all or none. */
    boolean tryTake(long wanted, long nowNanos) {
        if (rule == WhenLost.CLOSED || (wanted > capacity && rule == WhenLost.SHARE)) {
            return false;
        }
        long took = Math.min(wanted, capacity) * nanosPerToken;
        while (true) {
            long fullAt = fullAtNanos.get();
            long wait = Math.max(0, fullAt - nowNanos) + took;
            if (wait > spanNanos) {
                if (rule == WhenLost.SHARE) {
                    return false;
                }
                wait = spanNanos;
            }
            if (fullAtNanos.compareAndSet(fullAt, nowNanos + wait)) {
                taken.addAndGet(wanted);
                return true;
            }
        }
    }

    /** The same tokens under other terms, as far as these hold them. */
    LocalPart withTerms(Terms terms, LeaseOptions options, long nowNanos) {
        return new LocalPart(terms, options, tokens(nowNanos), taken.get(), nowNanos);
    }

    /** Adds tokens, as far as it holds them. */
    void add(long tokens) {
        fullAtNanos.addAndGet(-Math.min(capacity, Math.max(0, tokens)) * nanosPerToken);
    }

    long tokens(long nowNanos) {
        return rule == WhenLost.CLOSED ? 0 : capacity - missing(nowNanos);
    }

    /** How many tokens would fill it; a part of one counts. */
    long missing(long nowNanos) {
        long wait = Math.max(0, fullAtNanos.get() - nowNanos);
        return Math.min(capacity, (wait + nanosPerToken - 1) / nanosPerToken);
    }

    /** How long until there are so many, in nanoseconds. */
    long nanosTo(long wanted, long nowNanos) {
        long most = spanNanos - Math.min(wanted, capacity) * nanosPerToken;
        return Math.max(0, fullAtNanos.get() - nowNanos - most);
    }

    /** What was taken of it so far. */
    long taken() {
        return taken.get();
    }
}
