package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.Soak;
import dev.weir.lease.Lease;
import dev.weir.lease.Terms;
import dev.weir.lease.WhenLost;
import dev.weir.server.Measured;
import dev.weir.state.StateOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nodes and a real Redis. */
@Tag(Soak.TAG)
final class SharedBudgetsIT {

    private static final Terms TERMS = new Terms(500, 500, false);
    private static final int NODES = 3;
    private static final long SECOND_NANOS = 1_000_000_000L;
    /** What is asked for, a second and node. */
    private static final int DEMAND = 1_000;

    private final List<Node> nodes = new ArrayList<>();
    private RedisProcess redis;

    @AfterEach
    void close() throws Exception {
        for (Node node : nodes) {
            node.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void threeNodesGiveOneBudgetAndNoMore() throws Exception {
        redis = RedisProcess.running();
        connect();
        List<Lease> leases = leases("limit:shop");
        Duration time = Duration.ofSeconds(6);
        List<Asked> asked = ask(leases, time);

        List<Asked> accepted = asked.stream().filter(Asked::isGiven).toList();
        double seconds =
                (double) (asked.get(asked.size() - 1).after() - asked.get(0).before()) / SECOND_NANOS;
        double allowed = TERMS.capacity() + TERMS.refillPerSecond() * seconds;
        double share = accepted.size() / allowed;
        double excess = excess(accepted);
        assertThat(share).as("of what may be given").isBetween(Soak.isOn() ? 0.98 : 0.8, 1.01);
        assertThat(excess).as("tokens too many between any two").isLessThanOrEqualTo(0.01 * TERMS.capacity());
        long[] waits = asked.stream()
                .mapToLong(each -> each.after() - each.before())
                .sorted()
                .toArray();
        long p99 = waits[(int) (waits.length * 0.99)];
        Measured.note(
                SharedBudgetsIT.class,
                "given %.1f %% of the budget, %.1f tokens too many; p99 of taking one %d us"
                        .formatted(100 * share, excess, p99 / 1000));
        assertInTime("p99 of taking a token", p99, SECOND_NANOS / 1000);
    }

    @Test
    void redisThatIsKilledIsNoticedAndItsReturnToo() throws Exception {
        redis = RedisProcess.running();
        connect();
        List<Lease> leases = leases("limit:shop");
        leases.forEach(lease -> lease.tryTake(1));
        Await.until("leases are there", () -> leases.stream().allMatch(lease -> lease.tokens() > 1));

        redis.kill();
        long killed = System.nanoTime();
        Await.until("each goes by its part", () -> leases.stream().allMatch(Lease::isLocal));
        assertInTime("noticed", System.nanoTime() - killed, SECOND_NANOS / 4);
        leases.forEach(lease -> lease.tryTake(1));

        redis.start();
        long started = System.nanoTime();
        Await.until("each has a lease", () -> leases.stream().noneMatch(Lease::isLocal));
        assertInTime("back", System.nanoTime() - started, SECOND_NANOS);
    }

    /** It comes back with nothing in it. */
    @Test
    void killOfRedisAmidTrafficGivesNoMore() throws Exception {
        redis = RedisProcess.running();
        connect();
        List<Lease> leases = leases("limit:shop");
        ExecutorService operator = Executors.newSingleThreadExecutor();
        try {
            Future<List<Asked>> asking = operator.submit(() -> ask(leases, Duration.ofSeconds(5)));
            Await.until("tokens are spent", () -> leases.stream().anyMatch(lease -> lease.tokens() == 0));
            redis.kill();
            Await.until("each goes by its part", () -> leases.stream().allMatch(Lease::isLocal));
            redis.start();
            Await.until("each has a lease", () -> leases.stream().noneMatch(Lease::isLocal));
            List<Asked> asked = asking.get();

            List<Asked> accepted = asked.stream().filter(Asked::isGiven).toList();
            assertThat(excess(accepted)).as("tokens too many").isLessThanOrEqualTo(0.02 * TERMS.capacity());
        } finally {
            operator.shutdownNow();
        }
    }

    @Test
    void redisThatHangsIsNoticedToo() throws Exception {
        redis = RedisProcess.running();
        connect();
        List<Lease> leases = leases("limit:shop");
        leases.forEach(lease -> lease.tryTake(1));
        Await.until("leases are there", () -> leases.stream().allMatch(lease -> lease.tokens() > 1));

        redis.halt();
        long halted = System.nanoTime();
        Await.until("each goes by its part", () -> leases.stream().allMatch(Lease::isLocal));
        assertInTime("noticed", System.nanoTime() - halted, SECOND_NANOS / 4);
        assertThat(nodes.get(0).meters.get("weir.redis.up").gauge().value()).isZero();
        leases.forEach(lease -> lease.tryTake(1));

        redis.goOn();
        long wentOn = System.nanoTime();
        Await.until("each has a lease", () -> leases.stream().noneMatch(Lease::isLocal));
        assertInTime("back", System.nanoTime() - wentOn, SECOND_NANOS);
        assertThat(nodes.get(0).meters.get("weir.redis.up").gauge().value()).isOne();
    }

    @Test
    void withoutRedisAllTogetherGiveOneBudgetByParts() throws Exception {
        redis = RedisProcess.ofFreePort();
        for (int i = 0; i < NODES; i++) {
            assertThat(node(null).budgets.connect().toCompletionStage().toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(5));
        }
        List<Lease> leases = leases("limit:shop");
        List<Asked> asked = ask(leases, Duration.ofSeconds(2));

        double seconds =
                (double) (asked.get(asked.size() - 1).after() - asked.get(0).before()) / SECOND_NANOS;
        long accepted = asked.stream().filter(Asked::isGiven).count();
        assertThat(accepted / (TERMS.refillPerSecond() * seconds)).isBetween(0.5, 1.02);
    }

    /** A script that is gone, or a Redis that takes no more writes, is of no use to us, although it answers. */
    @Test
    void redisThatRefusesCountsAsLostUntilItDoesNot() throws Exception {
        redis = RedisProcess.running();
        connect();
        Lease lease = leases("limit:shop").get(0);
        lease.tryTake(1);
        Await.until("a lease is there", () -> lease.tokens() > 1);

        redis.ask("CONFIG SET maxmemory 1");
        Await.until("it goes by its part", () -> lease.tryTake(1) && lease.isLocal());
        redis.ask("CONFIG SET maxmemory 0");
        Await.until("it has a lease", () -> !lease.isLocal());
        redis.ask("SCRIPT FLUSH");
        Await.until("it was lost once more, and is back", () -> {
            lease.tryTake(1);
            return nodes.get(0).meters.get("weir.redis.lost").counter().count() >= 2 && !lease.isLocal();
        });
    }

    @Test
    void thePasswordIsShown() throws Exception {
        redis = RedisProcess.running("--requirepass", "se:cret/ä");
        node("se:cret/ä")
                .budgets
                .connect()
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);

        assertThatThrownBy(() -> node("wrong")
                        .budgets
                        .connect()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS))
                .hasMessageContaining("WRONGPASS");
    }

    /** What is configured, ordered and lost, as Redis sees it. */
    @Test
    void whatIsOrderedOnOneNodeHoldsForAllUntilTheConfigIsAnother() throws Exception {
        redis = RedisProcess.running();
        connect();
        List<Lease> leases = leases("limit:shop");
        Terms ordered = new Terms(10, 20, true);
        leases.get(0).override(ordered, TERMS);
        Await.until("all know", () -> {
            leases.forEach(lease -> lease.tryTake(1));
            return leases.stream().allMatch(lease -> lease.terms().equals(ordered));
        });
        Terms next = new Terms(50, 60, false);
        leases.get(1).reconfigure(next);
        leases.get(2).reconfigure(next);
        leases.get(0).reconfigure(next);
        Await.until(
                "Redis knows", () -> redis.ask("HGET weir:budget:limit:shop r").contains("50 60 0"));
        assertThat(leases).allMatch(lease -> lease.terms().equals(next));
    }

    /** Where the machine has nothing else to do. */
    private static void assertInTime(String what, long nanos, long most) throws IOException {
        Measured.note(SharedBudgetsIT.class, what + " after " + nanos / 1000 + " us");
        if (Soak.isOn()) {
            assertThat(nanos).as(what).isLessThan(most);
        }
    }

    private void connect() throws Exception {
        for (int i = 0; i < NODES; i++) {
            node(null)
                    .budgets
                    .connect()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
        }
    }

    private Node node(String password) {
        Node node = new Node(URI.create(redis.url()), password, nodes.size());
        nodes.add(node);
        return node;
    }

    private List<Lease> leases(String budget) {
        return nodes.stream()
                .map(node -> node.budgets.lessor().lease(budget, TERMS))
                .toList();
    }

    /** All ask at an even rate; what they asked, by when it was answered. */
    private static List<Asked> ask(List<Lease> leases, Duration time) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(leases.size());
        try {
            long end = System.nanoTime() + time.toNanos();
            List<Future<List<Asked>>> all = new ArrayList<>();
            for (Lease lease : leases) {
                all.add(threads.submit(() -> ask(lease, end, isOver)));
            }
            List<Asked> asked = new ArrayList<>();
            for (Future<List<Asked>> each : all) {
                asked.addAll(each.get());
            }
            asked.sort((one, other) -> Long.compare(one.after(), other.after()));
            return asked;
        } finally {
            isOver.set(true);
            threads.shutdownNow();
        }
    }

    private static List<Asked> ask(Lease lease, long end, AtomicBoolean isOver) {
        List<Asked> asked = new ArrayList<>();
        while (System.nanoTime() - end < 0 && !isOver.get()) {
            long before = System.nanoTime();
            boolean isGiven = lease.tryTake(1);
            asked.add(new Asked(before, System.nanoTime(), isGiven));
            LockSupport.parkNanos(SECOND_NANOS / DEMAND);
        }
        return asked;
    }

    /** By how many tokens the law was broken at most, between any two that were given for certain. */
    private static double excess(List<Asked> accepted) {
        double level = TERMS.capacity();
        double worst = 0;
        long last = accepted.get(0).after();
        for (Asked each : accepted) {
            double came = (double) (each.after() - last) * TERMS.refillPerSecond() / SECOND_NANOS;
            level = Math.min(TERMS.capacity(), level + came) - 1;
            last = each.after();
            worst = Math.max(worst, -level);
        }
        return worst;
    }

    private static final class Node {
        final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        final RedisSharing budgets;

        Node(URI url, String password, int number) {
            RedisOptions options = new RedisOptions(
                    new RedisServer(url, null, password, null),
                    true,
                    RedisOptions.DEFAULT_TIMEOUT,
                    RedisOptions.DEFAULT_ANSWER_WITHIN,
                    NODES,
                    WhenLost.SHARE,
                    "weir:",
                    100);
            budgets = RedisSharing.open(
                    vertx, options, StateOptions.DEFAULT, 100, System::nanoTime, new SplittableRandom(number), meters);
        }

        void close() throws Exception {
            budgets.close();
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }

    /** Between which two moments a token was asked for, and whether it was given. */
    private record Asked(long before, long after, boolean isGiven) {}
}
