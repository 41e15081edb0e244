package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The relay crashes at random points, and begins again from what was durable. */
class RelayCrashTest {

    @Property(tries = 100)
    void noCursorSavedOrNotedPassesAnEventThatIsNowhere(@ForAll long seed) {
        World world = new World(seed, Order.DEVICE);

        world.run(300);

        assertThat(world.violations).isEmpty();
    }

    @Property(tries = 100)
    void inTheEndNothingIsLost(@ForAll long seed) {
        World world = new World(seed, Order.DEVICE);
        world.run(300);

        world.finish();

        assertThat(world.unaccounted()).isEmpty();
    }

    @Property(tries = 100)
    void eventsOfADeviceArriveForTheFirstTimeInOrder(@ForAll long seed) {
        World world = new World(seed, Order.DEVICE);
        world.run(300);

        world.finish();

        assertThat(world.disorder()).isEmpty();
    }

    @Property(tries = 100)
    void inTheEndTheBooksAddUpToTheJournal(@ForAll long seed) {
        World world = new World(seed, Order.JOURNAL);
        world.run(300);

        world.finish();

        Cursor saved = world.bench.journal.load("fake");
        assertThat(saved.delivered() + saved.superseded() + saved.deadLettered() + saved.notRouted())
                .isEqualTo(world.bench.journal.lastSeq());
    }

    /** A vendor that takes, fails, refuses, or takes and fails to say so; and a machine that crashes. */
    private static final class World {

        final RelayBench bench;
        final List<String> violations = new ArrayList<>();
        private final Random random;
        private final List<Delivery> arrived = new ArrayList<>();
        private final Set<Long> atVendor = new HashSet<>();

        World(long seed, Order order) {
            random = new Random(seed);
            RelayOptions options = new RelayOptions(
                    64, 1 << 20, 5, Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(40));
            bench = new RelayBench(order, 8, options);
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
                check();
            }
        }

        void finish() {
            bench.sink.answering(this::answer);
            for (FakeSink.Attempt attempt : bench.sink.open()) {
                bench.sink.complete(attempt, answer(attempt.delivery()));
            }
            long last = bench.journal.lastSeq();
            for (int i = 0; i < 10_000 && bench.journal.load("fake").nextSeq() <= last; i++) {
                bench.round();
                bench.advance(Duration.ofMillis(5).toNanos());
                check();
            }
            assertThat(violations).isEmpty();
        }

        Set<Long> unaccounted() {
            Set<Long> missing = new HashSet<>();
            for (long seq = 1; seq <= bench.journal.lastSeq(); seq++) {
                missing.add(seq);
            }
            missing.removeAll(accounted());
            return missing;
        }

        List<String> disorder() {
            Map<String, Long> latest = new HashMap<>();
            Set<Long> seen = new HashSet<>();
            List<String> found = new ArrayList<>();
            for (Delivery delivery : arrived) {
                String device = delivery.envelope().deviceId();
                if (device != null && seen.add(delivery.seq())) {
                    Long before = latest.put(device, delivery.seq());
                    if (before != null && before > delivery.seq()) {
                        found.add(delivery.seq() + " after " + before);
                    }
                }
            }
            return found;
        }

        private void step() {
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3 -> add();
                case 4, 5, 6, 7 -> bench.round();
                case 8, 9 -> bench.advance(random.nextInt(30_000_000));
                case 10 -> crash();
                default -> complete();
            }
        }

        private void add() {
            int kind = random.nextInt(20);
            if (kind == 0) {
                bench.journal.addDamaged(1 + random.nextInt(10));
            } else if (kind == 1) {
                bench.journal.add(bench.nowMillis(), Events.view("vanished", Events.SECTION, "d1", "a"));
            } else {
                String device = kind == 2 ? null : "d" + random.nextInt(4);
                bench.journal.add(bench.nowMillis(), Events.view(device, "a"));
            }
        }

        private void crash() {
            for (FakeSink.Attempt attempt : bench.sink.open()) {
                if (bench.sink.order() == Order.JOURNAL || random.nextBoolean()) {
                    break;
                }
                answer(attempt.delivery());
            }
            if (random.nextBoolean()) {
                bench.journal.findNotes();
            }
            bench.crash();
        }

        private void complete() {
            List<FakeSink.Attempt> open = bench.sink.open();
            if (open.isEmpty()) {
                return;
            }
            boolean inOrder = bench.sink.order() == Order.JOURNAL;
            FakeSink.Attempt attempt = open.get(inOrder ? 0 : random.nextInt(open.size()));
            List<FakeSink.Attempt> failing = inOrder ? open : List.of(attempt);
            switch (random.nextInt(6)) {
                case 0 -> fail(failing, Result.unprocessed("refused stream"));
                case 1 -> {
                    answer(attempt.delivery());
                    fail(failing, Result.unknown("reset"));
                }
                default -> bench.sink.complete(attempt, answer(attempt.delivery()));
            }
        }

        /** This vendor takes an event, or refuses it, and never changes its mind. */
        private Result answer(Delivery delivery) {
            if (delivery.seq() % 7 == 0) {
                return Result.refused(400, "status 400");
            }
            arrived.add(delivery);
            atVendor.add(delivery.seq());
            return Result.DELIVERED;
        }

        private void fail(List<FakeSink.Attempt> attempts, Result result) {
            attempts.forEach(each -> bench.sink.complete(each, result));
        }

        private void check() {
            Set<Long> accounted = accounted();
            long noted = bench.journal.noted("fake").nextSeq();
            for (long seq = 1; seq < noted; seq++) {
                if (!accounted.contains(seq)) {
                    violations.add("cursor " + noted + " passed " + seq);
                }
            }
            if (bench.journal.lastSeq() + 1 < bench.relay.position().nextSeq()) {
                violations.add("position beyond the journal");
            }
        }

        private Set<Long> accounted() {
            Set<Long> accounted = new HashSet<>(atVendor);
            for (DeadLetter letter : bench.deadLetters.kept()) {
                for (long seq = letter.seq(); seq <= letter.lastSeq(); seq++) {
                    accounted.add(seq);
                }
            }
            return accounted;
        }
    }
}
