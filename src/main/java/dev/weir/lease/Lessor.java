package dev.weir.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that each lease has tokens before they are needed, in the background: claims more of a budget that is spent fast, and
 * gives back what is not used. What nobody uses costs nothing. Its methods are safe for many threads; the work is done on the
 * ticker's.
 */
public final class Lessor {

    private static final long TURN_NANOS = Duration.ofMillis(5).toNanos();
    /** Claims under way; further ones wait for a turn, or a crowd of them would look like a store that has gone. */
    private static final int MAX_CLAIMS = 256;

    private final LeaseOptions options;
    private final LeaseStore store;
    private final Ticker ticker;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final AtomicInteger budgets = new AtomicInteger();
    private final AtomicInteger local = new AtomicInteger();
    /** By lease: those that are shared. */
    private final Map<Lease, Holding> holdings = new HashMap<>();

    private final Set<Holding> active = new LinkedHashSet<>();
    private boolean isTicking;
    private int claims;
    /** How often the store went: what is answered later than that is not counted. */
    private int losses;

    /** With whom the next turn begins, so that all have theirs when there are many. */
    private int next;

    private volatile boolean isThere;

    /**
     * A lessor whose store is not there yet.
     *
     * @param random draws how long to wait; used on the ticker's thread
     */
    public Lessor(
            LeaseOptions options, LeaseStore store, Ticker ticker, LongSupplier nanoTime, RandomGenerator random) {
        this.options = options;
        this.store = store;
        this.ticker = ticker;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /**
     * A hold on a budget; one of each name at a time. Beyond {@code max-budgets} it is on the node's part for good.
     *
     * @param budget its name, the same on all nodes
     * @param configured what this node's config says of it
     */
    public Lease lease(String budget, Terms configured) {
        Lease lease = new Lease(budget, configured, this, options, nanoTime);
        boolean isShared = budgets.incrementAndGet() <= options.maxBudgets();
        if (!isShared || !isThere) {
            lease.goLocal(nanoTime.getAsLong());
        }
        ticker.execute(() -> register(lease, configured, isShared));
        return lease;
    }

    /** The store can be reached. */
    public void onBack() {
        ticker.execute(() -> {
            isThere = true;
            active.addAll(holdings.values());
            turn();
        });
    }

    /** The store cannot be reached. */
    public void onLost() {
        ticker.execute(() -> {
            isThere = false;
            claims = 0;
            losses++;
            active.clear();
            long now = nanoTime.getAsLong();
            holdings.values().forEach(holding -> holding.onLost(now));
        });
    }

    /** How many budgets this node shares now. */
    public int shared() {
        return budgets.get() - local.get();
    }

    /** Of how many budgets this node goes by its part now. */
    public int local() {
        return local.get();
    }

    /** So many leases more than before are on the node's part. */
    void onLocal(int more) {
        local.addAndGet(more);
    }

    void onAwaited(Lease lease) {
        ticker.execute(() -> {
            Holding holding = holdings.get(lease);
            if (holding == null || !isThere) {
                return;
            }
            holding.onAwaited(nanoTime.getAsLong());
            active.add(holding);
            step(holding);
            keepTurning();
        });
    }

    void order(Lease lease, Terms wanted, Terms configured) {
        ticker.execute(() -> {
            Holding holding = holdings.get(lease);
            if (holding == null) {
                return;
            }
            holding.order(wanted, configured, nanoTime.getAsLong());
            if (isThere) {
                active.add(holding);
                step(holding);
                keepTurning();
            }
        });
    }

    void forget(Lease lease) {
        ticker.execute(() -> {
            budgets.decrementAndGet();
            onLocal(lease.isLocal() ? -1 : 0);
            Holding holding = holdings.remove(lease);
            if (holding == null) {
                return;
            }
            active.remove(holding);
            Claim last = holding.end(nanoTime.getAsLong());
            if (last != null && isThere) {
                store.claim(last, LeaseOptions.TERM, unheard -> {});
            }
        });
    }

    private void register(Lease lease, Terms configured, boolean isShared) {
        if (!isShared) {
            return;
        }
        long now = nanoTime.getAsLong();
        Holding holding = new Holding(lease, options.nodes(), configured, random, now);
        holdings.put(lease, holding);
        if (!isThere || lease.local() != null) {
            holding.onLost(now);
        }
        if (isThere) {
            active.add(holding);
            step(holding);
            keepTurning();
        }
    }

    private void turn() {
        List<Holding> all = List.copyOf(active);
        for (int i = 0; i < all.size() && claims < MAX_CLAIMS; i++) {
            next = (next + 1) % all.size();
            step(all.get(next));
        }
        keepTurning();
    }

    private void keepTurning() {
        if (!isTicking && !active.isEmpty()) {
            isTicking = true;
            ticker.after(TURN_NANOS, () -> {
                isTicking = false;
                turn();
            });
        }
    }

    private void step(Holding holding) {
        if (claims >= MAX_CLAIMS) {
            return;
        }
        long now = nanoTime.getAsLong();
        Claim claim = holding.claim(now);
        if (claim != null) {
            int round = holding.round();
            int loss = losses;
            holding.onSent(now);
            claims++;
            store.claim(claim, LeaseOptions.TERM, grant -> {
                claims -= loss == losses ? 1 : 0;
                onAnswer(holding, round, claim, grant);
            });
        }
        if (holding.isIdle()) {
            active.remove(holding);
        }
    }

    private void onAnswer(Holding holding, int round, Claim claim, @Nullable Grant grant) {
        if (holding.round() == round) {
            holding.onAnswer(claim, grant, nanoTime.getAsLong());
        }
    }
}
