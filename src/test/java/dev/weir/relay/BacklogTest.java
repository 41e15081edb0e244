package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.OutletOptions.Backlog.WhenFull;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A sink that holds back more of the journal than it may; an event takes a byte here. */
class BacklogTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<Long> arrived = new ArrayList<>();
    private final FakeSink sink = new FakeSink("fake", Order.DEVICE, 8);

    @Example
    void theOldestAreSkippedWhenTheShareIsUsedUp() {
        RelayBench bench = bench(100, WhenFull.SKIP, 64);
        addTo(bench, 1000);

        bench.run(SECOND, SECOND / 10);
        Cursor whileStuck = bench.relay.position();
        getWell(bench);

        assertThat(whileStuck.skipped()).isPositive();
        Cursor saved = bench.journal.load("fake");
        assertThat(saved.frontier()).isEqualTo(1001);
        assertThat(saved.settled()).isEqualTo(1000);
        assertThat(saved.skipped() + saved.delivered()).isEqualTo(1000);
        assertThat(saved.delivered()).isBetween(100L, 110L);
        assertThat(arrived).contains(901L, 1000L).doesNotContain(20L, 899L);
    }

    @Example
    void nothingIsSkippedWithinTheShare() {
        RelayBench bench = bench(1000, WhenFull.SKIP, 64);
        addTo(bench, 1000);

        bench.run(SECOND, SECOND / 10);
        getWell(bench);

        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(1001, 1000, 0, 0, 0));
    }

    @Example
    void whatIsOnItsWayIsNotSkippedAndArrivesOnce() {
        RelayBench bench = bench(10, WhenFull.SKIP, 64);
        addTo(bench, 1);
        bench.round();
        addTo(bench, 999);

        bench.run(SECOND, SECOND / 10);
        getWell(bench);

        assertThat(arrived).contains(1L).doesNotHaveDuplicates();
    }

    @Example
    void aStuckSectionSkipsItsOwnAndNoOthers() {
        RelayBench bench = new RelayBench(
                sink,
                options(8),
                OutletOptions.UNPACED.with(new OutletOptions.Backlog(100, WhenFull.SKIP)),
                Events.sectionOf("a", "fake"),
                Events.sectionOf("b", "fake"));
        sink.answering(each -> each.envelope().section().equals("a") ? null : take(each));
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 10; j++) {
                bench.journal.add(1, Events.view(FakeDialect.LABEL, j % 2 == 0 ? "a" : "b", "d1", "p"));
            }
            bench.run(SECOND / 4, SECOND / 4);
        }
        List<Long> ofB = List.copyOf(arrived);
        getWell(bench);

        assertThat(ofB).hasSize(500);
        Cursor saved = bench.journal.load("fake");
        assertThat(saved.settled()).isEqualTo(1000);
        assertThat(saved.skipped()).isBetween(400L, 460L);
        assertThat(saved.delivered()).isEqualTo(1000 - saved.skipped());
    }

    @Example
    void aHoldLosesNothing() {
        RelayBench bench = bench(100, WhenFull.HOLD, 64);
        addTo(bench, 1000);
        bench.run(SECOND, SECOND / 10);
        boolean isHolding = bench.relay.isHolding();

        getWell(bench);

        assertThat(isHolding).isTrue();
        assertThat(bench.relay.isHolding()).isFalse();
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(1001, 1000, 0, 0, 0));
    }

    @Property(tries = 200)
    void whateverIsSkippedTheBooksAddUpAndTheRestArrives(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int maxHeld) {
        Random random = new Random(seed);
        RelayBench bench = new RelayBench(
                sink,
                options(maxHeld),
                OutletOptions.UNPACED.with(new OutletOptions.Backlog(30, WhenFull.SKIP)),
                Events.sectionOf("a", "fake"),
                Events.sectionOf("b", "fake"),
                Events.sectionOf("c", "fake"));
        arrived.clear();
        sink.answering(each -> each.envelope().section().equals("a") || random.nextInt(3) == 0 ? null : take(each));
        for (int i = 0; i < 200; i++) {
            bench.journal.add(
                    1, Events.view(FakeDialect.LABEL, List.of("a", "b", "c").get(random.nextInt(3)), "d" + i % 4, "p"));
            if (random.nextInt(3) == 0) {
                bench.run(SECOND / 8, SECOND / 8);
            }
            if (random.nextInt(10) == 0 && !bench.sink.open().isEmpty()) {
                FakeSink.Attempt open = bench.sink.open().get(0);
                bench.sink.complete(open, random.nextBoolean() ? take(open.delivery()) : Result.unprocessed("reset"));
            }
        }
        getWell(bench);

        Cursor saved = bench.journal.load("fake");
        assertThat(saved.behind()).isEmpty();
        assertThat(saved.settled()).isEqualTo(200);
        assertThat(arrived).doesNotHaveDuplicates();
        assertThat(saved.delivered()).isEqualTo(arrived.size());
        assertThat(new TreeSet<>(arrived)).contains(200L);
    }

    private RelayBench bench(long maxBytes, WhenFull whenFull, int maxHeld) {
        return new RelayBench(
                sink,
                options(maxHeld),
                OutletOptions.UNPACED.with(new OutletOptions.Backlog(maxBytes, whenFull)),
                Events.section("fake"));
    }

    private static RelayOptions options(int maxHeld) {
        return new RelayOptions(
                maxHeld, 1 << 20, 16, Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(40));
    }

    private static void addTo(RelayBench bench, int count) {
        for (int i = 0; i < count; i++) {
            bench.journal.add(1, Events.view("d" + i % 20, "p"));
        }
    }

    private void getWell(RelayBench bench) {
        sink.answering(this::take);
        for (FakeSink.Attempt attempt : sink.open()) {
            sink.complete(attempt, take(attempt.delivery()));
        }
        bench.run(2 * SECOND, SECOND / 20);
    }

    private Result take(Delivery each) {
        arrived.add(each.seq());
        return Result.DELIVERED;
    }
}
