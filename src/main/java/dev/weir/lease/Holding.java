package dev.weir.lease;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the lessor knows of one lease: how fast it is spent, when to claim more, and what was spent without the store. Confined to
 * the lessor's thread.
 */
final class Holding {

    private static final double SECOND_NANOS = 1e9;
    /** A lease is to last for so long at the present rate; at half of it, more is claimed. */
    private static final double AHEAD_SECONDS = 0.2;
    /** How fast the measured rate follows the true one. */
    private static final double RATE_NANOS = 1e8;
    /** Of what an even part of the capacity is, so much is held as soon as a budget is in use. */
    private static final int LEAST_OF_PART = 4;

    private static final long IDLE_NANOS = LeaseOptions.TERM.toNanos();
    private static final long RENEW_NANOS = LeaseOptions.TERM.toNanos() / 3;

    /** Who has asked for it may come for it. */
    private static final long KEEP_NANOS = 50_000_000;

    private static final long SHORTEST_PAUSE_NANOS = 5_000_000;
    private static final long LONGEST_PAUSE_NANOS = 40_000_000;

    final Lease lease;
    private final int nodes;
    private final RandomGenerator random;
    private Terms configured;
    private @Nullable Terms ordered;
    private Phase phase = Phase.IDLE;
    private long expected;
    private double perSecond;
    private long measuredNanos;
    private long usedNanos;
    private long target;
    private boolean isHungry;
    private boolean isClaiming;
    private boolean hasClaimed;
    private long claimedNanos;
    private long notBeforeNanos;
    /** What the part had given when the store was asked for a lease in its place. */
    private long told;

    /** Since when it goes by its part, if it does. */
    private long awaySinceNanos;

    private final Settling settling;
    /** A claim that was made in another round is not for what is now. */
    private int round;

    Holding(Lease lease, int nodes, Terms configured, RandomGenerator random, long nowNanos) {
        this.lease = lease;
        this.nodes = nodes;
        this.configured = configured;
        this.random = random;
        this.settling = new Settling(nodes);
        this.measuredNanos = nowNanos;
        this.usedNanos = nowNanos;
    }

    /** Somebody found too few tokens. */
    void onAwaited(long nowNanos) {
        isHungry = true;
        if (phase == Phase.IDLE) {
            phase = Phase.LEASED;
            perSecond = 0;
            measuredNanos = nowNanos;
            usedNanos = nowNanos;
            notBeforeNanos = nowNanos;
            claimedNanos = nowNanos;
            expected = 0;
        }
    }

    /** Something is to be in force, whatever was. */
    void order(Terms wanted, Terms inConfig, long nowNanos) {
        lease.onOrderHeard();
        ordered = wanted;
        configured = inConfig;
        if (phase == Phase.LEASED || phase == Phase.IDLE) {
            onAwaited(nowNanos);
        }
        expected = Math.min(expected, wanted.capacity());
    }

    /** The store is gone. */
    void onLost(long nowNanos) {
        round++;
        isClaiming = false;
        if (lease.local() == null) {
            lease.goLocal(nowNanos);
        }
        if (phase != Phase.LOCAL) {
            awaySinceNanos = nowNanos;
        }
        phase = Phase.LOCAL;
    }

    /** What is to be told the store now; null for nothing. */
    @Nullable
    Claim claim(long nowNanos) {
        if (isClaiming || notBeforeNanos - nowNanos > 0) {
            return null;
        }
        return switch (phase) {
            case IDLE -> null;
            case LOCAL -> ofReturn(nowNanos);
            case LEASED -> ofLease(nowNanos);
        };
    }

    /** The store has answered a claim of this round, or never will (null). Returns whether it was given all that it wanted. */
    boolean onAnswer(Claim claim, @Nullable Grant grant, long nowNanos) {
        isClaiming = false;
        lease.onServed();
        if (grant == null) {
            notBeforeNanos = nowNanos + pauseNanos();
            return false;
        }
        if (ordered != null && ordered.equals(claim.ordered())) {
            ordered = null;
        }
        if (ordered == null) {
            lease.onTold(grant.inForce());
        }
        take(claim, grant, nowNanos);
        boolean isEnough = grant.tokens() >= claim.wanted() && grant.charged() >= claim.charge();
        notBeforeNanos = isEnough && !settling.isOn(nowNanos) ? nowNanos : nowNanos + pauseNanos();
        return isEnough;
    }

    int round() {
        return round;
    }

    boolean isIdle() {
        return phase == Phase.IDLE;
    }

    /** All that it has goes back, and it is idle; null where the store need not hear of it. */
    @Nullable
    Claim end(long nowNanos) {
        boolean holds = phase == Phase.LEASED && !lease.hasEnded(nowNanos);
        round++;
        phase = Phase.IDLE;
        long returned = lease.takeBeyond(0);
        return holds ? claim(true, 0, returned, Math.max(0, -lease.balance()), 0, null) : null;
    }

    private void take(Claim claim, Grant grant, long nowNanos) {
        long end = claimedNanos + LeaseOptions.TERM_NANOS;
        if (phase == Phase.LOCAL) {
            LocalPart part = lease.local();
            long spent = part == null ? 0 : part.taken() - told;
            long owed = claim.charge() - grant.charged();
            settling.begin(awaySinceNanos, claim.wanted() - grant.tokens() + owed, nowNanos);
            target = Math.max(1, leastTarget());
            expected = grant.tokens() - spent - owed;
            lease.goShared(expected, end);
            phase = Phase.LEASED;
            measuredNanos = nowNanos;
            usedNanos = nowNanos;
        } else {
            long more = grant.charged() + grant.tokens();
            settling.add(-more);
            expected += more;
            lease.add(more, end);
        }
        lease.setLow(target / 2);
        isHungry = false;
    }

    /** Tells what the node's part lacks for what it spent, and wants a lease of what it still has. */
    private @Nullable Claim ofReturn(long nowNanos) {
        LocalPart part = lease.local();
        told = part == null ? 0 : part.taken();
        long unspent = part == null ? 0 : part.tokens(nowNanos);
        if (told == 0 && ordered == null) {
            // Nothing was spent, and nothing is to be told.
            if (hasClaimed) {
                settling.begin(awaySinceNanos, unspent, nowNanos);
            }
            expected = 0;
            lease.goShared(0, nowNanos);
            lease.setLow(0);
            phase = Phase.IDLE;
            return null;
        }
        long charge = part == null ? 0 : Math.min(told, part.missing(nowNanos));
        return claim(false, 0, 0, charge, unspent, new Away(nowNanos - awaySinceNanos, told - charge, nodes));
    }

    private @Nullable Claim ofLease(long nowNanos) {
        measure(nowNanos);
        boolean isLive = hasClaimed && !lease.hasEnded(nowNanos);
        if (!isLive) {
            // What it still had is nobody's: the store has given it up.
            expected -= lease.takeBeyond(0);
        }
        long balance = lease.balance();
        if (nowNanos - usedNanos > IDLE_NANOS && ordered == null && balance >= 0) {
            return end(nowNanos);
        }
        retarget(balance);
        boolean isTooMuch = balance > 2 * target && nowNanos - claimedNanos > KEEP_NANOS;
        long returned = isTooMuch ? lease.takeBeyond(target) : 0;
        expected -= returned;
        settling.add(returned);
        balance = lease.balance();
        boolean isLow = balance < target && (isHungry || balance <= target / 2);
        long most = settling.most(lease.terms(), balance, nowNanos);
        long charge = Math.min(most, Math.max(0, -balance));
        long wanted = isLow ? Math.min(most - charge, target - Math.max(0, balance)) : 0;
        boolean isDue = charge > 0 || wanted > 0 || returned > 0 || ordered != null;
        if (!isDue && nowNanos - claimedNanos < RENEW_NANOS) {
            lease.onServed();
            return null;
        }
        return claim(isLive, Math.max(0, balance), returned, charge, wanted, settling.away(nowNanos));
    }

    private Claim claim(boolean isLive, long holds, long returned, long charge, long wanted, @Nullable Away away) {
        return new Claim(lease.budget(), configured, ordered, isLive, holds, returned, charge, wanted, away);
    }

    void onSent(long nowNanos) {
        isClaiming = true;
        hasClaimed = true;
        claimedNanos = nowNanos;
    }

    private void measure(long nowNanos) {
        long balance = lease.balance();
        long used = Math.max(0, expected - balance);
        expected = balance;
        double nanos = nowNanos - measuredNanos;
        if (used > 0) {
            usedNanos = nowNanos;
        }
        if (nanos > 0) {
            perSecond += (used * SECOND_NANOS / nanos - perSecond) * nanos / (nanos + RATE_NANOS);
            measuredNanos = nowNanos;
        }
    }

    private void retarget(long balance) {
        long most = Math.max(1, lease.terms().capacity() / 2);
        long wanted = Math.round(perSecond * AHEAD_SECONDS);
        if (isHungry && balance <= 0) {
            wanted = Math.max(Math.max(1, wanted), 2 * target);
        }
        target = Math.min(most, Math.max(leastTarget(), wanted));
    }

    /** None of a bucket that holds but a few: what one holds and does not use would keep it full, and the others waiting. */
    private long leastTarget() {
        return lease.terms().capacity() / nodes / LEAST_OF_PART;
    }

    /** A part of what it takes to fill the bucket, so that it never stands full while somebody waits; not the same for all. */
    private long pauseNanos() {
        Terms terms = lease.terms();
        double filled = terms.capacity() * SECOND_NANOS / terms.refillPerSecond();
        double usual = Math.max(SHORTEST_PAUSE_NANOS, Math.min(LONGEST_PAUSE_NANOS, filled / 8));
        return (long) (usual * (0.5 + random.nextDouble()));
    }

    private enum Phase {
        /** Nobody uses it: there is nothing to tell. */
        IDLE,
        LEASED,
        LOCAL
    }
}
