package dev.weir.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LessorTest {

    private static final Terms TERMS = new Terms(500, 500, false);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({"1000,1000,1000", "3000,0,0", "3000,10,10", "400,400,10", "170,170,170"})
    void whatIsAskedForOfOneBudgetIsGivenToThePercent(int first, int second, int third) {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.get(0).ask(first, MINUTE);
        cluster.nodes.get(1).ask(second, MINUTE);
        cluster.nodes.get(2).ask(third, MINUTE);
        cluster.time.runFor(MINUTE);

        assertThat(cluster.accepted.size() / cluster.allowed()).isBetween(0.98, 1.01);
        assertThat(cluster.excess()).isLessThanOrEqualTo(5);
    }

    @Test
    void nobodyIsRefusedWhileThereIsEnoughForAll() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.forEach(node -> node.ask(120, MINUTE));
        cluster.time.runFor(MINUTE);

        // Before the first lease is there.
        assertThat(cluster.asked - cluster.accepted.size()).isLessThanOrEqualTo(3);
    }

    @Test
    void theFirstRequestIsNotRefusedForWantOfALease() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.get(0).ask();

        assertThat(cluster.accepted).hasSize(1);
    }

    @Test
    void whoAsksForLittleGetsItBesideWhoAsksForTooMuch() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.get(0).ask(5_000, MINUTE);
        cluster.time.runFor(SECOND);
        int[] granted = new int[1];
        for (int i = 0; i < 500; i++) {
            cluster.time.after(
                    i * 100_000_000L,
                    () -> granted[0] += cluster.nodes.get(1).lease.tryTake(1) ? 1 : 0);
        }
        cluster.time.runFor(MINUTE);

        assertThat(granted[0]).isGreaterThan(490);
    }

    @Test
    void whatIsNotUsedGoesBack() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.get(0).ask(100, SECOND);
        cluster.time.runFor(SECOND);
        assertThat(cluster.store.held()).isPositive();

        cluster.time.runFor(Duration.ofSeconds(6));

        assertThat(cluster.store.held()).isZero();
        assertThat(cluster.nodes.get(0).lease.tokens()).isZero();
    }

    @Test
    void whatNobodyUsesCostsNothing() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.get(0).ask();
        cluster.time.runFor(Duration.ofSeconds(10));
        int claims = cluster.store.claims;
        cluster.time.runFor(MINUTE);

        assertThat(cluster.store.claims).isEqualTo(claims).isLessThan(10);
    }

    @Test
    void oneNodeCanHaveTheWholeBudgetWhileOthersRest() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.forEach(node -> node.ask(100, SECOND));
        cluster.time.runFor(Duration.ofSeconds(10));
        int before = cluster.accepted.size();
        cluster.nodes.get(2).ask(2_000, Duration.ofSeconds(10));
        cluster.time.runFor(Duration.ofSeconds(10));

        assertThat(cluster.accepted.size() - before).isBetween(5_390, 5_510);
    }

    @Test
    void withoutTheStoreEachNodeGoesByItsPart() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.get(0).ask(1_000, MINUTE);
        cluster.time.runFor(Duration.ofSeconds(5));
        cluster.nodes.forEach(node -> node.lose(Duration.ofMillis(200)));
        cluster.time.runFor(SECOND);
        int before = cluster.accepted.size();
        cluster.time.runFor(Duration.ofSeconds(9));

        assertThat(cluster.nodes.get(0).lease.isLocal()).isTrue();
        assertThat(cluster.nodes.get(0).lessor.local()).isEqualTo(1);
        assertThat((cluster.accepted.size() - before) / 9.0).isBetween(164.0, 167.0);
    }

    @Test
    void withTheStoreBackTheWholeIsThereWithinHalfASecond() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.get(0).ask(1_000, MINUTE);
        cluster.time.runFor(Duration.ofSeconds(5));
        cluster.nodes.forEach(node -> node.lose(Duration.ofMillis(200)));
        cluster.time.runFor(Duration.ofSeconds(5));
        cluster.nodes.forEach(Cluster.Node::connect);
        cluster.time.runFor(Duration.ofMillis(500));
        assertThat(cluster.nodes.get(0).lease.isLocal()).isFalse();
        int before = cluster.accepted.size();
        cluster.time.runFor(Duration.ofSeconds(9));

        // And what the others' parts held, of which nothing was spent.
        assertThat(cluster.accepted.size() - before).isBetween(4_450, 5_000);
    }

    /** Parts that nothing was spent of are spent while one node after the other finds the store again. */
    @Test
    void whoFindsTheStoreFirstTakesNothingThatOthersHaveSpent() {
        Terms terms = new Terms(843, 569, false);
        Cluster cluster = new Cluster(2, terms, WhenLost.SHARE, 1, Duration.ofMillis(2)).connected();
        cluster.nodes.forEach(node -> node.lose(Duration.ZERO));
        cluster.time.runFor(SECOND.multipliedBy(2));
        cluster.nodes.get(0).ask(967, SECOND);
        cluster.nodes.get(1).ask(1_667, SECOND);
        cluster.time.after(64_000_000, cluster.nodes.get(1)::connect);
        cluster.time.after(127_000_000, cluster.nodes.get(0)::connect);
        cluster.time.runFor(SECOND);

        assertThat(cluster.excess()).isLessThanOrEqualTo(2 * terms.credit(2));
        assertThat(cluster.accepted).hasSizeGreaterThan(1_400);
    }

    @Test
    void openLetsAllPassAndClosedNothing() {
        Cluster open = new Cluster(3, TERMS, WhenLost.OPEN, 1, Duration.ofMillis(1));
        Cluster closed = new Cluster(3, TERMS, WhenLost.CLOSED, 1, Duration.ofMillis(1));
        for (Cluster cluster : new Cluster[] {open, closed}) {
            cluster.nodes.get(0).ask(10_000, SECOND);
            cluster.time.runFor(SECOND);
        }

        assertThat(open.accepted).hasSize(10_000);
        assertThat(closed.accepted).isEmpty();
    }

    @Test
    void whatIsOrderedOnOneNodeHoldsForAll() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.forEach(node -> node.ask(1_000, MINUTE));
        cluster.time.runFor(Duration.ofSeconds(2));
        Terms ordered = new Terms(100, 50, false);
        cluster.nodes.get(1).lease.override(ordered, TERMS);
        cluster.time.runFor(Duration.ofSeconds(3));
        int before = cluster.accepted.size();
        cluster.time.runFor(Duration.ofSeconds(10));

        assertThat(cluster.nodes).allMatch(node -> node.lease.terms().equals(ordered));
        assertThat(cluster.accepted.size() - before).isBetween(950, 1_052);
    }

    @Test
    void anotherConfigEndsWhatWasOrdered() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.forEach(node -> node.ask(1_000, MINUTE));
        cluster.time.runFor(Duration.ofSeconds(2));
        cluster.nodes.get(1).lease.override(new Terms(100, 50, false), TERMS);
        cluster.time.runFor(Duration.ofSeconds(3));
        Terms next = new Terms(200, 100, false);
        cluster.nodes.forEach(node -> node.lease.reconfigure(next));
        cluster.time.runFor(Duration.ofSeconds(1));
        int before = cluster.accepted.size();
        cluster.time.runFor(Duration.ofSeconds(10));

        assertThat(cluster.nodes).allMatch(node -> node.lease.terms().equals(next));
        assertThat(cluster.accepted.size() - before).isBetween(1_960, 2_103);
    }

    @Test
    void whatIsOrderedIsNotSetBackByAnAnswerThatWasOnItsWay() {
        VirtualTime time = new VirtualTime();
        List<Claim> claims = new ArrayList<>();
        List<Consumer<Grant>> waiting = new ArrayList<>();
        Lessor lessor = lessor(
                (claim, term, answered) -> {
                    claims.add(claim);
                    waiting.add(answered);
                },
                time);
        lessor.onBack();
        time.runFor(SECOND);
        Lease lease = lessor.lease("limit:shop", TERMS);
        lease.tryTake(1);
        time.runFor(SECOND);
        Terms next = new Terms(200, 100, false);
        lease.reconfigure(next);
        waiting.get(0).accept(new Grant(10, 1, TERMS));

        assertThat(lease.terms()).isEqualTo(next);
        time.runFor(SECOND);
        assertThat(claims).hasSize(2).last().returns(next, Claim::ordered);
        // From then on it goes by what it is told again.
        waiting.get(1).accept(new Grant(10, 0, TERMS));
        assertThat(lease.terms()).isEqualTo(TERMS);
    }

    @Test
    void whatALostNodeHeldIsGivenToTheOthers() {
        Cluster cluster = cluster(TERMS);
        cluster.nodes.get(0).ask(400, SECOND);
        cluster.time.runFor(SECOND);
        assertThat(cluster.store.held()).isPositive();
        // It never comes back.
        cluster.nodes.get(0).lose(Duration.ofDays(1));
        cluster.time.runFor(Duration.ofSeconds(6));
        cluster.nodes.get(1).ask();
        cluster.time.runFor(Duration.ofMillis(20));

        assertThat(cluster.store.held()).isEqualTo(cluster.nodes.get(1).lease.tokens());
    }

    @Test
    void beyondTheBoundANodeGoesByItsPart() {
        Cluster cluster = cluster(TERMS);
        Lessor lessor = cluster.nodes.get(0).lessor;
        for (int i = 1; i < 100; i++) {
            lessor.lease("limit:" + i, TERMS);
        }
        Lease beyond = lessor.lease("limit:beyond", TERMS);
        cluster.time.runFor(SECOND);

        assertThat(beyond.isLocal()).isTrue();
        assertThat(lessor.shared()).isEqualTo(100);
        assertThat(lessor.local()).isEqualTo(1);
    }

    /** Or the last of many would be answered so late that the store would be taken for gone. */
    @Test
    void noMoreThanSomeAreAskedForAtOnce() {
        VirtualTime time = new VirtualTime();
        List<Consumer<Grant>> waiting = new ArrayList<>();
        int[] most = new int[1];
        LeaseStore store = (claim, term, answered) -> {
            waiting.add(answered);
            most[0] = Math.max(most[0], waiting.size());
        };
        Lessor lessor = lessor(store, time);
        lessor.onBack();
        time.runFor(SECOND);
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            leases.add(lessor.lease("limit:" + i, TERMS));
            leases.get(i).tryTake(1);
        }
        for (int turn = 0; turn < 20; turn++) {
            time.runFor(Duration.ofMillis(5));
            List.copyOf(waiting).forEach(answered -> answered.accept(new Grant(10, 1, TERMS)));
            waiting.clear();
        }

        assertThat(most[0]).isEqualTo(256);
        assertThat(leases).allMatch(lease -> lease.tokens() > 0);
    }

    @Test
    void whatIsClosedMakesRoom() {
        Cluster cluster = cluster(TERMS);
        Cluster.Node node = cluster.nodes.get(0);
        node.ask(100, SECOND);
        cluster.time.runFor(SECOND);
        node.lease.close();
        cluster.time.runFor(SECOND);

        assertThat(node.lessor.shared()).isZero();
        assertThat(cluster.store.held()).isZero();
    }

    private static Lessor lessor(LeaseStore store, VirtualTime time) {
        Ticker ticker = new Ticker() {
            @Override
            public void execute(Runnable action) {
                time.after(1, action);
            }

            @Override
            public void after(long nanos, Runnable action) {
                time.after(nanos, action);
            }
        };
        return new Lessor(
                new LeaseOptions(1, WhenLost.SHARE, 2_000), store, ticker, time::nanos, new SplittableRandom(1));
    }

    private static Cluster cluster(Terms terms) {
        return new Cluster(3, terms, WhenLost.SHARE, 42, Duration.ofMillis(1)).connected();
    }
}
