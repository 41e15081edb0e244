package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.EventType;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.pace.BreakerOptions;
import dev.weir.relay.pace.PaceOptions;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is paused, resumed, reloaded and sent again, and whenever the relay crashes: the books are right, and nothing is lost. */
class SteeredRelayPropertyTest {

    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
    private static final List<String> NAMES = List.of("one", "two", "three");

    private final Set<Long> arrived = new HashSet<>();
    private final Set<Long> refused = new HashSet<>();

    @Property(tries = 100)
    void theLawHoldsHoweverItIsSteered(@ForAll long seed) {
        arrived.clear();
        refused.clear();
        Random random = new Random(seed);
        FakeSink sink = new FakeSink("fake", Order.DEVICE, 16);
        sink.answering(delivery -> answer(delivery, random));
        RelayBench bench = new RelayBench(
                sink, options(random), outlet(random), sections(random).all().get(0));
        Sections[] now = {sections(random)};
        bench.sections = () -> now[0];
        bench.crash();
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(8)) {
                case 0 -> bench.steering.pause(random.nextBoolean());
                case 1 -> bench.steering.retune(outlet(random));
                case 2 -> now[0] = sections(random);
                case 3 -> replay(bench, random);
                case 4 -> bench.crash();
                case 5 -> bench.run(random.nextInt(400) * MILLISECOND, 10 * MILLISECOND);
                default -> add(bench, random);
            }
            bench.round();
            requireLaw(bench);
        }
        finish(bench, now);
    }

    private void finish(RelayBench bench, Sections[] now) {
        now[0] = Sections.of(
                NAMES.stream().map(name -> Events.sectionOf(name, "fake")).toList());
        bench.steering.pause(false);
        bench.steering.retune(OutletOptions.UNPACED);
        bench.run(Duration.ofSeconds(60).toNanos(), 50 * MILLISECOND);
        requireLaw(bench);
        Cursor end = bench.relay.position();
        assertThat(end.nextSeq()).as("settled").isEqualTo(bench.journal.lastSeq() + 1);
        RangeReplay replay = bench.steering.replay();
        assertThat(replay == null || replay.progress().isOver()).isTrue();
        Set<Long> letters = new HashSet<>(refused);
        bench.deadLetters.kept().stream().map(DeadLetter::seq).forEach(letters::add);
        long nowhere = 0;
        for (long seq = 1; seq <= bench.journal.lastSeq(); seq++) {
            nowhere += arrived.contains(seq) || letters.contains(seq) ? 0 : 1;
        }
        // Superseded ones are with a later one; what a section gave to nobody is counted as that.
        assertThat(nowhere).isLessThanOrEqualTo(end.superseded() + end.notRouted());
        assertThat(end.skipped()).isZero();
    }

    /** Every number below the frontier is settled, or owed by somebody: the cursor's own constructor adds it up. */
    private static void requireLaw(RelayBench bench) {
        Cursor cursor = bench.relay.position();
        assertThat(cursor.settled()).isLessThanOrEqualTo(bench.journal.lastSeq());
        assertThat(cursor.nextSeq()).isLessThanOrEqualTo(bench.journal.lastSeq() + 1);
    }

    private Result answer(Delivery delivery, Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Result.unprocessed("reset");
            case 1 -> Result.throttled(429, 5);
            case 2 -> {
                refused.add(delivery.seq());
                yield Result.refused(400, "status 400");
            }
            default -> {
                arrived.add(delivery.seq());
                yield Result.DELIVERED;
            }
        };
    }

    private static void replay(RelayBench bench, Random random) {
        long last = bench.relay.position().frontier() - 1;
        if (last > 0) {
            long from = 1 + random.nextInt((int) last);
            boolean unused =
                    bench.steering.tryReplay(new RangeReplay(from, from + random.nextInt((int) (last - from + 1))));
        }
    }

    private static void add(RelayBench bench, Random random) {
        for (int i = random.nextInt(8); i >= 0; i--) {
            String section = NAMES.get(random.nextInt(NAMES.size()));
            String device = "d" + random.nextInt(4);
            EventType type = random.nextInt(3) == 0 ? EventType.CART_SYNC : EventType.VIEW;
            bench.journal.add(bench.nowMillis(), Events.of(type, section, device, "p"));
        }
    }

    /** Some of the names, at least one; some of which give the sink nothing. */
    private static Sections sections(Random random) {
        List<Section> sections = new ArrayList<>();
        for (String name : NAMES) {
            if (random.nextInt(4) > 0) {
                Section section = Events.sectionOf(name, random.nextInt(5) > 0 ? "fake" : "elsewhere");
                Duration window = random.nextBoolean() ? null : Duration.ofMillis(random.nextInt(500));
                sections.add(section.with(new Section.Outflow(window, paces(random))));
            }
        }
        return sections.isEmpty() ? Sections.of(List.of(Events.sectionOf("one", "fake"))) : Sections.of(sections);
    }

    private static Map<String, Section.Outflow.Pace> paces(Random random) {
        return random.nextBoolean()
                ? Map.of()
                : Map.of("fake", new Section.Outflow.Pace(random.nextInt(100), 1 + random.nextInt(10)));
    }

    private static RelayOptions options(Random random) {
        return new RelayOptions(
                4 + random.nextInt(20),
                1 << 20,
                1 + random.nextInt(8),
                Duration.ofMillis(20),
                Duration.ofMillis(1),
                Duration.ofMillis(40));
    }

    private static OutletOptions outlet(Random random) {
        return new OutletOptions(
                new PaceOptions(random.nextInt(3) * 50L, 1 + random.nextInt(10)),
                new CoalesceOptions(Duration.ofMillis(random.nextInt(300)), 1 + random.nextInt(5)),
                new OutletOptions.Batch(1 + random.nextInt(5), 1 << 16, Duration.ofMillis(random.nextInt(50))),
                1 + random.nextInt(4),
                new BreakerOptions(1 + random.nextInt(5), Duration.ofMillis(5), Duration.ofMillis(20)),
                OutletOptions.Backlog.UNBOUNDED);
    }
}
