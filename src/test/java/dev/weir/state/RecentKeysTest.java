package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Ids;
import dev.weir.state.RecentKeys.Turn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RecentKeysTest {

    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Ids IDS = new Ids("did", "sid");

    private final AtomicLong wall = new AtomicLong(Scene.START_MILLIS);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Example
    void whoClaimsFirstGoesOnAndIsToldNothing() {
        RecentKeys keys = keys(10);
        Told told = new Told();

        assertThat(keys.tryClaim("k", told)).isEqualTo(Turn.FIRST);
        keys.settle("k", IDS);

        assertThat(told.outcomes).isEmpty();
    }

    @Example
    void whoComesMeanwhileIsToldOnceWhenItIsKept() {
        RecentKeys keys = keys(10);
        Told told = new Told();
        keys.tryClaim("k", new Told());

        assertThat(keys.tryClaim("k", told)).isEqualTo(Turn.PARKED);
        assertThat(told.outcomes).isEmpty();
        keys.settle("k", IDS);
        keys.settle("k", new Ids("other", "other"));

        assertThat(told.outcomes).containsExactly(IDS);
    }

    @Example
    void whoComesAfterwardsIsToldAtOnceWhatTheFirstWasTold() {
        RecentKeys keys = keys(10);
        Told told = new Told();
        keys.tryClaim("k", new Told());
        keys.settle("k", IDS);

        assertThat(keys.tryClaim("k", told)).isEqualTo(Turn.KEPT);

        assertThat(told.outcomes).containsExactly(IDS);
    }

    @Example
    void anAbandonedKeyIsFreeAgain() {
        RecentKeys keys = keys(10);
        Told told = new Told();
        keys.tryClaim("k", new Told());
        keys.tryClaim("k", told);

        keys.abandon("k");

        assertThat(told.outcomes).containsExactly(Told.ABANDONED);
        assertThat(keys.tryClaim("k", told)).isEqualTo(Turn.FIRST);
    }

    @Example
    void whatTheJournalHasIsKeptThoughItWasGivenUp() {
        RecentKeys keys = keys(10);
        Told told = new Told();
        keys.tryClaim("k", new Told());
        keys.tryClaim("k", told);

        keys.onJournalled("k", IDS, wall.get());
        keys.abandon("k");

        assertThat(told.outcomes).containsExactly(IDS);
        assertThat(keys.tryClaim("k", new Told())).isEqualTo(Turn.KEPT);
    }

    @Example
    void tooManyWaitersAreRefusedAndNeverTold() {
        RecentKeys keys = keys(10);
        Told told = new Told();
        keys.tryClaim("k", new Told());
        for (int i = 0; i < StateOptions.DEFAULT.maxWaiters(); i++) {
            assertThat(keys.tryClaim("k", new Told())).isEqualTo(Turn.PARKED);
        }

        assertThat(keys.tryClaim("k", told)).isEqualTo(Turn.BUSY);
        keys.settle("k", IDS);

        assertThat(told.outcomes).isEmpty();
    }

    @Example
    void claimsThatAreNeverSettledAreBounded() {
        RecentKeys keys = keys(3);

        for (int i = 0; i < 3; i++) {
            assertThat(keys.tryClaim("k" + i, new Told())).isEqualTo(Turn.FIRST);
        }

        assertThat(keys.tryClaim("k3", new Told())).isEqualTo(Turn.BUSY);
    }

    @Example
    void afterTheWindowAKeyIsFree() {
        RecentKeys keys = keys(10);
        keys.tryClaim("k", new Told());
        keys.settle("k", IDS);

        wall.addAndGet(WINDOW.toMillis() - 1);
        assertThat(keys.tryClaim("k", new Told())).isEqualTo(Turn.KEPT);
        wall.addAndGet(1);

        assertThat(keys.tryClaim("k", new Told())).isEqualTo(Turn.FIRST);
    }

    @Example
    void aClockThatWasSetBackFreesNothing() {
        RecentKeys keys = keys(10);
        keys.tryClaim("k", new Told());
        keys.settle("k", IDS);

        wall.addAndGet(-3 * WINDOW.toMillis());

        assertThat(keys.tryClaim("k", new Told())).isEqualTo(Turn.KEPT);
    }

    @Example
    void theOldestGoesFirstAndIsCounted() {
        RecentKeys keys = keys(3);
        for (int i = 0; i < 4; i++) {
            keys.tryClaim("k" + i, new Told());
            keys.settle("k" + i, IDS);
        }

        assertThat(keys.tryClaim("k1", new Told())).isEqualTo(Turn.KEPT);
        assertThat(keys.tryClaim("k0", new Told())).isEqualTo(Turn.FIRST);
        assertThat(meters.get("weir.idempotency.evicted")
                        .tag("reason", "full")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    /** Against a map of what was settled when, with no bound in the way. */
    @Property(tries = 300)
    void aKeyIsTakenWhileItsClaimOrItsWindowLasts(@ForAll long seed) {
        Random random = new Random(seed);
        RecentKeys keys = keys(1000);
        Map<String, Long> kept = new HashMap<>();
        Map<String, List<Told>> open = new HashMap<>();

        for (int i = 0; i < 300; i++) {
            wall.addAndGet(random.nextLong(WINDOW.toMillis() / 10));
            String key = "k" + random.nextInt(10);
            List<Told> parked = open.get(key);
            if (parked != null && random.nextBoolean()) {
                boolean isKept = random.nextBoolean();
                if (isKept) {
                    keys.settle(key, IDS);
                    kept.put(key, wall.get());
                } else {
                    keys.abandon(key);
                }
                open.remove(key);
                assertThat(parked)
                        .allSatisfy(told -> assertThat(told.outcomes).containsExactly(isKept ? IDS : Told.ABANDONED));
                continue;
            }
            Told told = new Told();
            Turn turn = keys.tryClaim(key, told);
            if (parked != null) {
                assertThat(turn).isEqualTo(Turn.PARKED);
                parked.add(told);
            } else if (wall.get() - kept.getOrDefault(key, Long.MIN_VALUE / 2) < WINDOW.toMillis()) {
                assertThat(turn).isEqualTo(Turn.KEPT);
                assertThat(told.outcomes).containsExactly(IDS);
            } else {
                assertThat(turn).isEqualTo(Turn.FIRST);
                open.put(key, new ArrayList<>());
            }
        }
    }

    /** Claimers on four threads, settled on a fifth, as the journal does. */
    @Property(tries = 20)
    void underContentionEachIsToldOnceAndAKeyIsKeptOnce(@ForAll long seed) throws InterruptedException {
        RecentKeys keys = keys(1000);
        Random random = new Random(seed);
        List<Told> waiting = new ArrayList<>();
        Map<String, AtomicInteger> settled = new ConcurrentHashMap<>();
        LinkedBlockingQueue<String> claimed = new LinkedBlockingQueue<>();
        CountDownLatch start = new CountDownLatch(1);
        Thread journal = new Thread(() -> settleAll(keys, claimed, settled, new Random(seed)));
        journal.start();
        List<Thread> claimers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Random own = new Random(random.nextLong());
            claimers.add(new Thread(() -> claimMany(keys, claimed, waiting, own, start)));
        }
        claimers.forEach(Thread::start);

        start.countDown();
        for (Thread claimer : claimers) {
            claimer.join();
        }
        claimed.add("");
        journal.join();

        assertThat(waiting).allSatisfy(told -> assertThat(told.outcomes).hasSize(1));
        assertThat(settled.values()).allSatisfy(count -> assertThat(count).hasValue(1));
    }

    private static void claimMany(
            RecentKeys keys, BlockingQueue<String> claimed, List<Told> waiting, Random random, CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            return;
        }
        for (int i = 0; i < 500; i++) {
            String key = "k" + random.nextInt(20);
            Told told = new Told();
            switch (keys.tryClaim(key, told)) {
                case FIRST -> claimed.add(key);
                case KEPT, PARKED -> {
                    synchronized (waiting) {
                        waiting.add(told);
                    }
                }
                case BUSY -> {}
            }
        }
    }

    private static void settleAll(
            RecentKeys keys, BlockingQueue<String> claimed, Map<String, AtomicInteger> settled, Random random) {
        try {
            for (String key = claimed.take(); !key.isEmpty(); key = claimed.take()) {
                if (random.nextInt(3) > 0) {
                    keys.abandon(key);
                } else {
                    settled.computeIfAbsent(key, unused -> new AtomicInteger()).incrementAndGet();
                    keys.settle(key, IDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RecentKeys keys(int max) {
        return new RecentKeys(
                StateOptions.DEFAULT.withKeys(max, WINDOW),
                () -> Instant.ofEpochMilli(wall.get()),
                new StateMetrics(meters));
    }

    private static final class Told implements RecentKeys.Waiter {

        static final Ids ABANDONED = new Ids("abandoned", null);

        private final List<Ids> outcomes = new ArrayList<>();

        @Override
        public synchronized void onKept(Ids ids) {
            outcomes.add(ids);
        }

        @Override
        public synchronized void onAbandoned() {
            outcomes.add(ABANDONED);
        }
    }
}
