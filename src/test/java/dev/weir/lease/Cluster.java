package dev.weir.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Nodes that share one budget in virtual time, over a network that takes its time. */
public final class Cluster {

    static final String BUDGET = "limit:shop";

    public final VirtualTime time = new VirtualTime();
    final ModelStore store = new ModelStore(time);
    public final List<Node> nodes = new ArrayList<>();
    /** When a request was let through, in nanoseconds. */
    final List<Long> accepted = new ArrayList<>();

    int asked;

    private final SplittableRandom random;
    private final Terms terms;
    private final LeaseOptions options;
    private final long slowestNanos;

    public Cluster(int count, Terms terms, WhenLost whenLost, long seed, Duration slowest) {
        this.terms = terms;
        this.random = new SplittableRandom(seed);
        this.options = new LeaseOptions(count, whenLost, 100);
        this.slowestNanos = slowest.toNanos();
        for (int i = 0; i < count; i++) {
            nodes.add(new Node("node-" + i));
        }
    }

    /** All see the store. */
    public Cluster connected() {
        nodes.forEach(Node::connect);
        time.runFor(Duration.ofMillis(1));
        return this;
    }

    /** What the law allows over all of the time since the beginning. */
    double allowed() {
        return terms.capacity() + terms.refillPerSecond() * time.elapsed() / 1e9;
    }

    /** By how many tokens the law was broken at most, between any two requests that were let through. */
    double excess() {
        double level = terms.capacity();
        double worst = 0;
        long last = 0;
        for (long at : accepted) {
            level = Math.min(terms.capacity(), level + (at - last) * terms.refillPerSecond() / 1e9) - 1;
            last = at;
            worst = Math.max(worst, -level);
        }
        return worst;
    }

    private long delay() {
        return random.nextLong(1, slowestNanos + 1);
    }

    /** One of them. */
    public final class Node implements Ticker, LeaseStore {

        final String name;
        public final Lessor lessor;
        final Lease lease;
        private boolean isConnected;
        private boolean isLossy;
        /** A link's answers come in the order of its commands. */
        private long lastNanos;

        Node(String name) {
            this.name = name;
            this.lessor = new Lessor(options, this, this, time::nanos, random.split());
            this.lease = lessor.lease(BUDGET, terms);
        }

        public void connect() {
            isConnected = true;
            lessor.onBack();
        }

        /** Nothing comes through any longer; the node hears of it after a while. */
        public void lose(Duration until) {
            isConnected = false;
            time.after(until.toNanos(), lessor::onLost);
        }

        /** Some answers get lost from now on. */
        void loseSome() {
            isLossy = true;
        }

        /** Requests at an even rate, for so long. */
        void ask(double perSecond, Duration time) {
            if (perSecond > 0) {
                long count = (long) (perSecond * time.toNanos() / 1e9);
                for (long i = 0; i < count; i++) {
                    Cluster.this.time.after((long) (i * 1e9 / perSecond) + random.nextLong(1_000), this::ask);
                }
            }
        }

        void ask() {
            asked++;
            if (lease.tryTake(1)) {
                accepted.add(time.elapsed());
            }
        }

        @Override
        public void execute(Runnable action) {
            time.after(1_000, action);
        }

        @Override
        public void after(long nanos, Runnable action) {
            time.after(nanos, action);
        }

        @Override
        public void claim(Claim claim, Duration term, Consumer<Grant> answered) {
            if (!isConnected) {
                return;
            }
            time.after(delay(), () -> {
                Grant grant = store.claim(name, claim, term);
                boolean isLost = isLossy && random.nextInt(10) == 0;
                lastNanos = Math.max(lastNanos + 1, time.elapsed() + delay());
                time.after(lastNanos - time.elapsed(), () -> {
                    if (isConnected) {
                        answered.accept(isLost ? null : grant);
                    }
                });
            });
        }
    }
}
