package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
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
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Sections with little room get stuck and well again, come and go, while the journal loses entries and the relay crashes. */
class SectionsCrashTest {

    @Property(tries = 400)
    void noCursorSavedOrNotedPassesAnEventThatIsNowhere(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 16) int maxHeld) {
        World world = new World(seed, maxHeld);

        world.run(400);

        assertThat(world.violations).isEmpty();
    }

    @Property(tries = 400)
    void inTheEndEveryEventIsSettledOnceAndNothingIsLost(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 16) int maxHeld) {
        World world = new World(seed, maxHeld);
        world.run(400);

        world.finish();

        assertThat(world.violations).isEmpty();
        assertThat(world.unaccounted()).isEmpty();
        Cursor saved = world.bench.journal.load("fake");
        assertThat(saved.behind()).isEmpty();
        assertThat(saved.settled()).isEqualTo(world.bench.journal.lastSeq());
        assertThat(saved.frontier()).isEqualTo(world.bench.journal.lastSeq() + 1);
    }

    @Property(tries = 300)
    void eventsOfADeviceArriveForTheFirstTimeInOrder(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 16) int maxHeld) {
        World world = new World(seed, maxHeld);
        world.mayReconfigure = false;
        world.run(400);

        world.finish();

        assertThat(world.disorder()).isEmpty();
    }

    @Property(tries = 300)
    void withoutACrashEveryEventArrivesOnce(@ForAll long seed, @ForAll @IntRange(min = 2, max = 16) int maxHeld) {
        World world = new World(seed, maxHeld);
        world.mayCrash = false;
        world.run(400);

        world.finish();

        assertThat(world.unaccounted()).isEmpty();
        assertThat(world.arrivals.values()).allMatch(times -> times == 1);
        assertThat(world.bench.journal.load("fake").delivered()).isEqualTo(world.arrivals.size());
    }

    @Property(tries = 300)
    void aCrashMakesNoMoreArriveTwiceThanWasHeldOrUnsaved(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 16) int maxHeld) {
        World world = new World(seed, maxHeld);
        world.run(400);

        world.finish();

        long again =
                world.arrivals.values().stream().mapToInt(times -> times - 1).sum();
        long each = World.NAMES.size() * (long) maxHeld + 4 * World.SAVE_EVERY + World.IN_FLIGHT;
        assertThat(again).isLessThanOrEqualTo(world.crashes * each);
    }

    private static final class World {

        static final List<String> NAMES = List.of("a", "b", "c", "d");
        static final int SAVE_EVERY = 5;
        static final int IN_FLIGHT = 12;

        final RelayBench bench;
        final List<String> violations = new ArrayList<>();
        final Map<Long, Integer> arrivals = new TreeMap<>();
        boolean mayCrash = true;
        boolean mayReconfigure = true;
        int crashes;
        private final Random random;
        private final List<Delivery> arrived = new ArrayList<>();
        private final Set<String> stuck = new HashSet<>();
        /** Sections that do not use the sink now, and those that are in no config now. */
        private final Set<String> unused = new HashSet<>();

        private final Set<String> gone = new HashSet<>();
        /** What was there, or came, while its section did not use the sink. */
        private final Set<Long> mayBeUnrouted = new HashSet<>();

        private final Map<Long, String> sectionOf = new HashMap<>();

        World(long seed, int maxHeld) {
            random = new Random(seed);
            RelayOptions options = new RelayOptions(
                    maxHeld, 1 << 20, SAVE_EVERY, Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(40));
            bench = new RelayBench(
                    new FakeSink("fake", Order.DEVICE, IN_FLIGHT),
                    options,
                    OutletOptions.UNPACED,
                    Events.sectionOf("a", "fake"),
                    Events.sectionOf("b", "fake"));
            bench.sections = this::config;
            bench.crash();
            // Numbers that are missing before a sink's first day are none of its business.
            add("a");
            bench.round();
        }

        void run(int steps) {
            for (int i = 0; i < steps && violations.isEmpty(); i++) {
                step();
                check();
            }
        }

        void finish() {
            stuck.clear();
            for (int i = 0; i < 5000 && bench.journal.load("fake").settled() < bench.journal.lastSeq(); i++) {
                bench.advance(20_000_000);
                bench.round();
                bench.sink.open().forEach(each -> bench.sink.complete(each, answer(each.delivery())));
                check();
            }
        }

        /** Neither at the vendor, nor a dead letter, nor of a section that did not use the sink at some time. */
        Set<Long> unaccounted() {
            Set<Long> accounted = accounted();
            Set<Long> missing = new TreeSet<>();
            for (long seq = 1; seq <= bench.journal.lastSeq(); seq++) {
                if (!accounted.contains(seq)) {
                    missing.add(seq);
                }
            }
            return missing;
        }

        List<String> disorder() {
            List<String> found = new ArrayList<>();
            Map<String, Long> latest = new HashMap<>();
            Set<Long> seen = new HashSet<>();
            for (Delivery delivery : arrived) {
                String device =
                        delivery.envelope().section() + delivery.envelope().deviceId();
                if (seen.add(delivery.seq())) {
                    Long before = latest.put(device, delivery.seq());
                    if (before != null && before > delivery.seq()) {
                        found.add(delivery.seq() + " after " + before);
                    }
                }
            }
            return found;
        }

        private Sections config() {
            List<Section> sections = new ArrayList<>();
            for (String name : NAMES) {
                if (!gone.contains(name)) {
                    sections.add(unused.contains(name) ? Events.sectionOf(name) : Events.sectionOf(name, "fake"));
                }
            }
            return Sections.of(sections);
        }

        private void step() {
            switch (random.nextInt(24)) {
                case 0, 1, 2, 3, 4, 5, 6 -> add(NAMES.get(random.nextInt(NAMES.size())));
                case 7, 8, 9, 10, 11, 12 -> bench.round();
                case 13, 14 -> bench.advance(random.nextInt(30_000_000));
                case 15 -> toggle(stuck);
                case 16 -> lose();
                case 17 -> maybe(4, () -> reconfigure(unused));
                case 18 -> maybe(8, () -> reconfigure(gone));
                case 19 -> maybe(3, this::crash);
                default -> complete();
            }
        }

        private void maybe(int oneIn, Runnable action) {
            if (random.nextInt(oneIn) == 0) {
                action.run();
            }
        }

        private void toggle(Set<String> names) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            if (!names.remove(name)) {
                names.add(name);
            }
        }

        /** From now on what was not delivered of a section that has ever been without the sink may be not routed. */
        private void reconfigure(Set<String> names) {
            if (!mayReconfigure) {
                return;
            }
            toggle(names);
            noteUnrouted();
        }

        private void noteUnrouted() {
            sectionOf.forEach((seq, name) -> {
                if (unused.contains(name)) {
                    mayBeUnrouted.add(seq);
                }
            });
        }

        private void add(String name) {
            int kind = random.nextInt(30);
            String dialect = kind == 0 ? "vanished" : FakeDialect.LABEL;
            String section = kind == 1 ? "nobody" : name;
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                long seq = bench.journal.add(
                        bench.nowMillis(), Events.view(dialect, section, "d" + random.nextInt(3), "p"));
                sectionOf.put(seq, section);
                if (unused.contains(section)) {
                    mayBeUnrouted.add(seq);
                }
            }
        }

        private void lose() {
            int kind = random.nextInt(6);
            if (kind == 0) {
                bench.journal.addDamaged(1 + random.nextInt(6));
            } else if (kind == 1) {
                bench.journal.addMissing(1 + random.nextInt(3));
                add("a");
            } else if (kind == 2 && !mayCrash) {
                // Which of those that are lost was whose, nobody knows after a crash.
                long last = bench.journal.lastSeq();
                long seq = 1 + random.nextInt((int) last);
                if (sectionOf.remove(seq) != null) {
                    bench.journal.damage(seq);
                }
            }
        }

        private void crash() {
            if (!mayCrash) {
                return;
            }
            crashes++;
            for (FakeSink.Attempt attempt : bench.sink.open()) {
                if (random.nextBoolean()
                        && !stuck.contains(attempt.delivery().envelope().section())) {
                    answer(attempt.delivery());
                }
            }
            if (random.nextBoolean()) {
                bench.journal.findNotes();
            }
            bench.crash();
        }

        private void complete() {
            List<FakeSink.Attempt> open = new ArrayList<>(bench.sink.open());
            open.removeIf(each -> stuck.contains(each.delivery().envelope().section()));
            if (open.isEmpty()) {
                return;
            }
            FakeSink.Attempt attempt = open.get(random.nextInt(open.size()));
            switch (random.nextInt(8)) {
                case 0 -> bench.sink.complete(attempt, Result.unprocessed("refused stream"));
                case 1 -> bench.sink.complete(attempt, Result.throttled(429, random.nextInt(30)));
                default -> bench.sink.complete(attempt, answer(attempt.delivery()));
            }
        }

        /** This vendor takes an event, or refuses it, and never changes its mind. */
        private Result answer(Delivery delivery) {
            if (delivery.seq() % 11 == 0) {
                return Result.refused(400, "status 400");
            }
            arrived.add(delivery);
            arrivals.merge(delivery.seq(), 1, Integer::sum);
            return Result.DELIVERED;
        }

        /** That the books add up, each cursor checks as it is made. */
        private void check() {
            Set<Long> accounted = accounted();
            Cursor position = bench.relay.position();
            long last = bench.journal.lastSeq();
            if (position.frontier() > last + 1) {
                violations.add("position beyond the journal: " + position);
            }
            Cursor noted = bench.journal.noted("fake");
            for (long seq = 1; seq < noted.frontier(); seq++) {
                Cursor.Behind behind = noted.behind().get(sectionOf.getOrDefault(seq, ""));
                boolean isOwed = behind != null && behind.fromSeq() <= seq;
                if (!isOwed && !accounted.contains(seq) && sectionOf.containsKey(seq)) {
                    violations.add("cursor " + noted + " passed " + seq + " of " + sectionOf.get(seq));
                }
            }
        }

        private Set<Long> accounted() {
            Set<Long> accounted = new HashSet<>(arrivals.keySet());
            accounted.addAll(mayBeUnrouted);
            for (DeadLetter letter : bench.deadLetters.kept()) {
                for (long seq = letter.seq(); seq <= letter.lastSeq(); seq++) {
                    accounted.add(seq);
                }
            }
            return accounted;
        }
    }
}
