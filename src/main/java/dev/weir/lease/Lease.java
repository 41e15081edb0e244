package dev.weir.lease;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's hold on a shared budget. Taking a token is one compare-and-swap: it never waits, and allocates nothing. Safe for many
 * threads; what the lessor does with it, it does on its own.
 */
public final class Lease {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final double LONGEST_NANOS = 1e18;

    /** In place of the tokens, while the node goes by its part. */
    private static final long NONE = Long.MIN_VALUE / 2;

    private final String budget;
    private final Lessor lessor;
    private final LeaseOptions options;
    private final LongSupplier nanoTime;
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicBoolean isAwaited = new AtomicBoolean();
    private volatile long endNanos;
    private volatile long low;
    private volatile Valid valid;
    private volatile @Nullable LocalPart local;
    /** Orders that the lessor has yet to hear of; under the lock. */
    private int unheard;

    Lease(String budget, Terms terms, Lessor lessor, LeaseOptions options, LongSupplier nanoTime) {
        this.budget = budget;
        this.lessor = lessor;
        this.options = options;
        this.nanoTime = nanoTime;
        this.valid = valid(terms);
    }

    /**
     * Takes tokens, all or none.
     *
     * @param wanted at least 1
     */
    public boolean tryTake(long wanted) {
        LocalPart own = local;
        if (own != null) {
            return own.tryTake(wanted, nanoTime.getAsLong());
        }
        long least = -valid.credit;
        long have = tokens.get();
        while (have - wanted >= least && (have <= 0 || endNanos - nanoTime.getAsLong() > 0)) {
            if (tokens.compareAndSet(have, have - wanted)) {
                if (have - wanted <= low) {
                    awaitMore();
                }
                return true;
            }
            have = tokens.get();
        }
        // It may have been taken from us just now.
        own = local;
        if (own != null) {
            return own.tryTake(wanted, nanoTime.getAsLong());
        }
        awaitMore();
        return false;
    }

    /** What the budget allows all nodes, as far as this one has heard. */
    public Terms terms() {
        return valid.terms;
    }

    /** Whether the node goes by its own part now. */
    public boolean isLocal() {
        return local != null;
    }

    /** The node's part of the budget, or null if it has none where it goes by that. */
    public @Nullable Terms part() {
        Terms all = terms();
        return options.whenLost() == WhenLost.CLOSED
                ? null
                : new Terms(
                        Math.max(1, all.refillPerSecond() / options.nodes()),
                        all.part(options.nodes()),
                        all.countsOnly());
    }

    /** How long the next token takes at most, in nanoseconds, if nobody else takes it. */
    public long nanosPerToken() {
        long nodes = isLocal() ? options.nodes() : 1;
        return Math.max(1, SECOND_NANOS * nodes / terms().refillPerSecond());
    }

    /** What the node itself can give just now. */
    public long tokens() {
        LocalPart own = local;
        return own == null ? Math.max(0, tokens.get()) : own.tokens(nanoTime.getAsLong());
    }

    /** How long until there will be so many, in nanoseconds, as far as can be told. */
    public long nanosTo(long wanted) {
        LocalPart own = local;
        if (own != null) {
            return own.nanosTo(wanted, nanoTime.getAsLong());
        }
        long lacking = Math.max(0, Math.min(wanted, terms().capacity()) - tokens());
        return (long) Math.min(LONGEST_NANOS, (double) lacking * SECOND_NANOS / terms().refillPerSecond());
    }

    /** The config says something else: that is in force from now on, for all nodes. */
    public void reconfigure(Terms configured) {
        order(configured, configured);
    }

    /** Has something else be in force than what the config says, for all nodes and until the config is another one. */
    public void override(Terms wanted, Terms configured) {
        order(wanted, configured);
    }

    /** It is used no longer. */
    public void close() {
        lessor.forget(this);
    }

    /** In one step, so that the lessor hears of orders as they were given. */
    private synchronized void order(Terms wanted, Terms configured) {
        adopt(wanted);
        unheard++;
        lessor.order(this, wanted, configured);
    }

    private void awaitMore() {
        if (!isAwaited.get() && isAwaited.compareAndSet(false, true)) {
            lessor.onAwaited(this);
        }
    }

    String budget() {
        return budget;
    }

    // What follows is the lessor's; a change of what the node goes by is one step, since terms are ordered on any
    // thread.

    /** Tokens are to be there: whoever finds too few may say so again. */
    void onServed() {
        isAwaited.set(false);
    }

    /** Who leaves no more than so many says so. */
    void setLow(long tokensLeft) {
        low = tokensLeft;
    }

    /** Those that are left; below zero what was spent on credit. */
    long balance() {
        return tokens.get();
    }

    void add(long more, long end) {
        endNanos = end;
        tokens.addAndGet(more);
    }

    /** Takes out what exceeds so many; returns how many these were. */
    long takeBeyond(long most) {
        long before = tokens.getAndUpdate(now -> Math.min(now, most));
        return Math.max(0, before - most);
    }

    boolean hasEnded(long nowNanos) {
        return endNanos - nowNanos <= 0;
    }

    /** The lessor has heard of an order. */
    synchronized void onOrderHeard() {
        unheard--;
    }

    /** The store has said what is in force. It did not know of an order that the lessor has yet to hear of. */
    synchronized void onTold(Terms inForce) {
        if (unheard == 0) {
            adopt(inForce);
        }
    }

    /** From now on other terms are in force. */
    private void adopt(Terms terms) {
        if (terms.equals(valid.terms)) {
            return;
        }
        valid = valid(terms);
        LocalPart own = local;
        if (own == null) {
            takeBeyond(terms.capacity());
        } else {
            long now = nanoTime.getAsLong();
            local = own.withTerms(terms, options, now);
        }
    }

    /** Goes by the node's part from now on, beginning with what it has. */
    synchronized LocalPart goLocal(long nowNanos) {
        LocalPart own = new LocalPart(terms(), options, 0, nowNanos);
        local = own;
        lessor.onLocal(1);
        long held = tokens.getAndSet(NONE);
        long unspent = held > 0 && hasEnded(nowNanos) ? 0 : held;
        own.add(unspent + valid.credit);
        return own;
    }

    @Nullable
    LocalPart local() {
        return local;
    }

    /** Goes by the lease again, beginning with so many tokens. */
    synchronized void goShared(long beginning, long end) {
        endNanos = end;
        tokens.set(beginning);
        local = null;
        lessor.onLocal(-1);
    }

    private Valid valid(Terms terms) {
        return new Valid(terms, terms.credit(options.nodes()));
    }

    private record Valid(Terms terms, long credit) {}
}
