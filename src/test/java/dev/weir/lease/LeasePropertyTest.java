package dev.weir.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The law of the bucket, for all nodes together, over random traffic on a random network in virtual time. */
class LeasePropertyTest {

    private static final Duration BURST = Duration.ofMillis(800);

    /** Between any two requests that any nodes let through: no more than capacity and refill, and the credit of those without a lease. */
    @Property(tries = 150)
    void noMoreThanCapacityAndRefillBetweenAnyTwo(
            @ForAll("terms") Terms terms,
            @ForAll @IntRange(min = 1, max = 5) int nodes,
            @ForAll("traffic") List<List<Integer>> traffic,
            @ForAll @IntRange(min = 1, max = 20) int slowestMillis,
            @ForAll boolean isLossy,
            @ForAll long seed) {
        Cluster cluster = new Cluster(nodes, terms, WhenLost.SHARE, seed, Duration.ofMillis(slowestMillis)).connected();
        if (isLossy) {
            cluster.nodes.forEach(Cluster.Node::loseSome);
        }
        run(cluster, traffic);

        assertThat(cluster.excess()).isLessThanOrEqualTo(nodes * terms.credit(nodes) + 1e-6);
    }

    /** Also while the store goes and comes back, and all nodes notice within 200 ms. */
    @Property(tries = 150)
    void noMoreThanThatWhileTheStoreGoesAndComes(
            @ForAll("terms") Terms terms,
            @ForAll @IntRange(min = 1, max = 5) int nodes,
            @ForAll("traffic") List<List<Integer>> traffic,
            @ForAll @IntRange(min = 0, max = 200) int noticedMillis,
            @ForAll boolean isEmptyThen,
            @ForAll long seed) {
        Cluster cluster = new Cluster(nodes, terms, WhenLost.SHARE, seed, Duration.ofMillis(2)).connected();
        run(cluster, traffic.subList(0, 2));
        for (Cluster.Node node : cluster.nodes) {
            node.lose(Duration.ofMillis(noticedMillis));
        }
        run(cluster, traffic.subList(2, 4));
        if (isEmptyThen) {
            cluster.store.forget();
        }
        for (int i = 0; i < nodes; i++) {
            cluster.time.after(1 + Math.floorMod(seed >>> i, 250) * 1_000_000L, cluster.nodes.get(i)::connect);
        }
        run(cluster, traffic.subList(4, traffic.size()));

        // To a token of each part that is rounded, and the credit before and after.
        assertThat(cluster.excess())
                .isLessThanOrEqualTo(2 * nodes * (terms.credit(nodes) + 1) + terms.capacity() * 0.01);
    }

    private static void run(Cluster cluster, List<List<Integer>> traffic) {
        for (List<Integer> burst : traffic) {
            for (int i = 0; i < cluster.nodes.size(); i++) {
                cluster.nodes.get(i).ask(burst.get(i), BURST);
            }
            cluster.time.runFor(BURST);
        }
    }

    @Provide
    Arbitrary<Terms> terms() {
        return Combinators.combine(
                        Arbitraries.longs().between(5, 1_000),
                        Arbitraries.longs().between(5, 1_000))
                .as((refill, capacity) -> new Terms(refill, capacity, false));
    }

    /** By burst and node, requests a second. */
    @Provide
    Arbitrary<List<List<Integer>>> traffic() {
        Arbitrary<Integer> rate = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(2, Arbitraries.just(0)),
                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(1, 50)),
                net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(50, 2_000)));
        return rate.list().ofSize(5).list().ofMinSize(6).ofMaxSize(12);
    }
}
