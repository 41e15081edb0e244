package dev.weir.ingest.limit;

import dev.weir.event.Section.Limit;

/**
 * A bucket as draft-ietf-httpapi-ratelimit-headers-11 can tell it: {@code q} requests in each window of {@code w} whole
 * seconds. A bucket has two numbers too, but they mean something else, so this is the largest promise of that form that
 * the bucket always keeps: who makes no more than {@code q} requests in any {@code w} seconds is never refused.
 *
 * <p>That is {@code w = capacity / refill}, rounded down but at least 1, and {@code q = refill * w}, at most the
 * capacity: 500 refilled a second gives {@code q=500;w=1} with a capacity of 500, {@code q=1000;w=2} with 1200, and
 * {@code q=100;w=1} with 100. Rounding the window up instead would keep the promise too, but tell of a rate below the
 * true one.
 *
 * @param name {@code default}; or what a process goes by that has lost sight of the others: {@code share}, its part of the
 *     limit, or {@code closed}
 */
record Policy(String name, long quota, long windowSeconds) {

    /** Of a bucket that is whole. */
    static final String DEFAULT = "default";

    private static final long SECOND_NANOS = 1_000_000_000L;

    /** The largest integer of a structured field (RFC 9651, 3.3.1). */
    private static final long MAX_INTEGER = 999_999_999_999_999L;

    Policy(long quota, long windowSeconds) {
        this(DEFAULT, quota, windowSeconds);
    }

    /** What may be told of this limit. */
    static Policy of(Limit limit) {
        return of(DEFAULT, limit.refillPerSecond(), limit.capacity());
    }

    /** What may be told of a bucket. */
    static Policy of(String name, long refillPerSecond, long capacity) {
        long window = Math.max(1, capacity / refillPerSecond);
        long quota = Math.min(capacity, refillPerSecond * window);
        return new Policy(name, Math.min(quota, MAX_INTEGER), Math.min(window, MAX_INTEGER));
    }

    /** Refuses until {@code waitNanos} have passed, with {@code remaining} tokens left, too few for what was asked. */
    Refusal refusal(long remaining, long waitNanos) {
        long seconds = Math.max(1, (waitNanos + SECOND_NANOS - 1) / SECOND_NANOS);
        String left = "\"" + name + "\";r=" + Math.min(remaining, MAX_INTEGER) + ";t=" + seconds;
        return new Refusal(seconds, left, "\"" + name + "\";q=" + quota + ";w=" + windowSeconds);
    }
}
