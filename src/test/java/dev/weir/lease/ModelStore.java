package dev.weir.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** What {@code lease.lua} does, by the book and for one budget. */
public final class ModelStore {

    private static final double SECOND_NANOS = 1e9;
    /** What a token lacks by rounding alone is not lacking; the script counts in millionths. */
    private static final double LEAST = 1e-7;

    private final VirtualTime time;
    private final Map<String, Held> holders = new HashMap<>();
    private double level;
    private long atNanos;
    private Terms configured;
    private Terms inForce;
    /** When the first was back of those that went by their parts; null if none ever did. */
    private Long backNanos;
    /** Since when it holds budgets; the longest time ago, at the beginning. */
    private double bornNanos = Double.NEGATIVE_INFINITY;

    int claims;

    /** Full, at the beginning. */
    public ModelStore(VirtualTime time) {
        this.time = time;
    }

    /** As if it had been started anew. */
    void forget() {
        holders.clear();
        inForce = null;
        configured = null;
        backNanos = null;
        bornNanos = time.elapsed();
    }

    public Grant claim(String node, Claim claim, Duration term) {
        claims++;
        long now = time.elapsed();
        if (inForce == null) {
            inForce = claim.configured();
            double came = (now - bornNanos) * inForce.refillPerSecond() / SECOND_NANOS;
            level = claim.isLive() ? 0 : Math.min(inForce.capacity(), came);
        } else {
            level += (now - atNanos) * inForce.refillPerSecond() / SECOND_NANOS;
            level = Math.min(level, inForce.capacity() - held());
        }
        atNanos = now;
        if (claim.ordered() != null) {
            inForce = claim.ordered();
        } else if (configured != null && !configured.equals(claim.configured())) {
            inForce = claim.configured();
        }
        configured = claim.configured();
        for (Iterator<Held> each = holders.values().iterator(); each.hasNext(); ) {
            if (each.next().until <= now) {
                each.remove();
            }
        }
        Held mine = holders.remove(node);
        long holds = claim.isLive() ? claim.holds() : 0;
        long before = mine == null ? holds : mine.tokens;
        long own = Math.min(before, holds);
        level += Math.min(claim.returned(), before - own);
        level = Math.max(-inForce.capacity(), Math.min(level, inForce.capacity() - held() - own));
        if (claim.away() != null) {
            level = Math.max(-inForce.capacity(), level - countedTwice(claim.away(), now));
        }
        long there = Math.max(0, (long) Math.floor(level + LEAST));
        long charged = Math.min(claim.charge(), there);
        long granted = Math.min(claim.wanted(), there - charged);
        level -= charged + granted;
        own += granted;
        if (own > 0) {
            holders.put(node, new Held(own, now + term.toNanos()));
        }
        return new Grant(granted, charged, inForce);
    }

    /** Since the first node was back, what others' parts are refilled with is in the level as well. */
    private double countedTwice(Away away, long now) {
        long since = now - away.nanos();
        if (backNanos == null || (since > backNanos && now - backNanos > Settling.NANOS)) {
            backNanos = now;
        }
        if (since > backNanos) {
            return 0;
        }
        double shared = Math.min(now - backNanos, Settling.NANOS) / SECOND_NANOS;
        return Math.min(away.refilled(), shared * inForce.refillPerSecond() / away.nodes());
    }

    long held() {
        return holders.values().stream().mapToLong(Held::tokens).sum();
    }

    private record Held(long tokens, long until) {}
}
