package dev.weir.lease;

import org.jspecify.annotations.Nullable;

/**
 * The time after a node has found the store again. Until others have told what they spent without it, the store has tokens that are
 * gone: so the node lives on as if it had its part alone, and takes no more from the store than that would give. Confined to the
 * lessor's thread.
 */
final class Settling {

    private static final double SECOND_NANOS = 1e9;
    /** Longer than nodes differ in when they find the store again. {@code lease.lua} has the same. */
    static final long NANOS = 300_000_000;

    private final int nodes;
    private boolean hasBegun;
    private long awaySinceNanos;
    private long untilNanos;
    /** Tokens of the whole that are the node's, beside those that it holds, as of a time. */
    private double share;

    private long shareNanos;

    Settling(int nodes) {
        this.nodes = nodes;
    }

    /** The node is back, and could take so many tokens of its part beside those that it holds. */
    void begin(long awaySince, long unspent, long nowNanos) {
        hasBegun = true;
        awaySinceNanos = awaySince;
        untilNanos = nowNanos + NANOS;
        share = (double) unspent;
        shareNanos = nowNanos;
    }

    boolean isOn(long nowNanos) {
        hasBegun = hasBegun && untilNanos - nowNanos > 0;
        return hasBegun;
    }

    /** So many tokens were given back to the store, or taken from it where that is below zero. */
    void add(long tokens) {
        share += tokens;
    }

    /** What may be taken now: what it holds and may take comes to no more than its part of the capacity. */
    long most(Terms terms, long balance, long nowNanos) {
        if (!isOn(nowNanos)) {
            return Long.MAX_VALUE;
        }
        share += (nowNanos - shareNanos) * (double) terms.refillPerSecond() / SECOND_NANOS / nodes;
        share = Math.min(share, (double) (terms.part(nodes) - balance));
        shareNanos = nowNanos;
        return Math.max(0, (long) share);
    }

    /** What a claim on a lease tells of it; null when it is over. */
    @Nullable
    Away away(long nowNanos) {
        return isOn(nowNanos) ? new Away(nowNanos - awaySinceNanos, 0, nodes) : null;
    }
}
