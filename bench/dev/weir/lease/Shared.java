package dev.weir.lease;

import java.time.Duration;

/** One budget that nodes share by leases in virtual time, asked evenly for more or less than it has; the same for the same seed. */
public final class Shared {

    private static final Duration LONGEST_WAY = Duration.ofMillis(2);
    /** Leases have found their size. */
    private static final Duration BEFORE = Duration.ofSeconds(5);

    private static final Duration COUNTED = Duration.ofSeconds(15);

    private Shared() {}

    /**
     * Asks the first of the nodes for so many tokens a second in all, each node for as many.
     *
     * @param nodes that share it
     * @param busy how many of them are asked, at least 1
     */
    public static Outcome run(Terms terms, int nodes, int busy, double asked, long seed) {
        Cluster cluster = new Cluster(nodes, terms, WhenLost.SHARE, seed, LONGEST_WAY).connected();
        for (int i = 0; i < busy; i++) {
            Cluster.Node node = cluster.nodes.get(i);
            // Not all at the same moment.
            long offset = 1 + (long) (i * 1e9 / asked);
            cluster.time.after(offset, () -> node.ask(asked / busy, BEFORE.plus(COUNTED)));
        }
        cluster.time.runFor(BEFORE);
        int askedBefore = cluster.asked;
        int givenBefore = cluster.accepted.size();
        int claimsBefore = cluster.store.claims;
        cluster.time.runFor(COUNTED);
        double seconds = COUNTED.toSeconds();
        return new Outcome(
                (cluster.asked - askedBefore) / seconds,
                (cluster.accepted.size() - givenBefore) / seconds,
                cluster.excess(),
                nodes * terms.credit(nodes),
                (cluster.store.claims - claimsBefore) / seconds);
    }

    /**
     * What became of it.
     *
     * @param asked tokens a second
     * @param given tokens a second
     * @param excess tokens by which the law of the bucket was broken at most, between any two that were given
     * @param credit what that may come to
     * @param claims a second, of all nodes: what Redis has to do
     */
    public record Outcome(double asked, double given, double excess, long credit, double claims) {}
}
