package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.EventType;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.pace.BreakerOptions;
import dev.weir.relay.pace.PaceOptions;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator and a changed config do to a sink that works. */
class SteeringTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<String> arrived = new ArrayList<>();
    private final FakeSink sink = new FakeSink("fake", Order.DEVICE, 64);
    private Sections sections = Sections.of(List.of(Events.section("fake")));

    @Test
    void aPausedSinkGetsNoCall() {
        RelayBench bench = bench(OutletOptions.UNPACED);
        bench.steering.pause(true);
        bench.journal.add(1, Events.view("d1", "a"));
        bench.run(SECOND, SECOND / 10);

        assertThat(arrived).isEmpty();
        assertThat(bench.relay.position().settled()).isZero();
    }

    @Test
    void aPausedSinkRests() {
        RelayBench bench = bench(OutletOptions.UNPACED);
        bench.steering.pause(true);
        bench.journal.add(1, Events.view("d1", "a"));
        bench.roundsUntilIdle();

        assertThat(bench.round()).isPositive();
    }

    @Test
    void whatIsUnderWayEndsWhenItIsPaused() {
        RelayBench bench = bench(OutletOptions.UNPACED);
        sink.answering(null);
        bench.journal.add(1, Events.view("d1", "a"));
        bench.journal.add(1, Events.view("d1", "b"));
        bench.round();
        bench.steering.pause(true);
        sink.complete(sink.open().get(0), Result.DELIVERED);
        bench.roundsUntilIdle();

        assertThat(sink.open()).isEmpty();
        assertThat(bench.relay.isIdle()).isTrue();
        assertThat(bench.relay.position().delivered()).isEqualTo(1);
        assertThat(bench.relay.position().nextSeq()).isEqualTo(2);
    }

    @Test
    void aResumedSinkGetsAllInOrder() {
        RelayBench bench = bench(OutletOptions.UNPACED);
        bench.steering.pause(true);
        bench.journal.add(1, Events.view("d1", "a"));
        bench.journal.add(1, Events.view("d1", "b"));
        bench.roundsUntilIdle();
        bench.steering.pause(false);
        bench.roundsUntilIdle();

        assertThat(arrived).containsExactly("a", "b");
    }

    @Test
    void itStaysPausedWhenTheRelayBeginsAgain() {
        RelayBench bench = bench(OutletOptions.UNPACED);
        bench.steering.pause(true);
        bench.journal.add(1, Events.view("d1", "a"));
        bench.crash();
        bench.run(SECOND, SECOND / 10);

        assertThat(arrived).isEmpty();
    }

    @Test
    void anotherPaceOfTheSinkHoldsAtOnce() {
        RelayBench bench = bench(paced(1, 1));
        addMany(bench, 100);
        bench.run(SECOND, SECOND / 10);
        int slowly = arrived.size();
        bench.steering.retune(paced(50, 1));
        bench.run(SECOND, SECOND / 100);

        assertThat(slowly).isBetween(1, 2);
        assertThat(arrived.size() - slowly).isBetween(45, 52);
    }

    @Test
    void anotherPaceOfTheSectionHoldsAtOnce() {
        RelayBench bench = bench(paced(50, 1));
        addMany(bench, 200);
        bench.run(SECOND, SECOND / 100);
        int before = arrived.size();
        reload(Events.section("fake").with(new Section.Outflow(null, Map.of("fake", new Section.Outflow.Pace(5, 1)))));
        bench.run(SECOND, SECOND / 100);

        assertThat(before).isBetween(48, 52);
        assertThat(arrived.size() - before).isBetween(4, 7);
    }

    @Test
    void aSlowerPaceGivesNoNewBurst() {
        RelayBench bench = bench(paced(100, 100));
        addMany(bench, 400);
        bench.roundsUntilIdle();
        int burst = arrived.size();
        bench.steering.retune(paced(100, 50));
        bench.roundsUntilIdle();

        assertThat(burst).isEqualTo(100);
        assertThat(arrived).hasSize(burst);
    }

    @Test
    void aPaceThatIsTakenAwayLetsAllGo() {
        RelayBench bench = bench(paced(1, 1));
        addMany(bench, 100);
        bench.roundsUntilIdle();
        bench.steering.retune(OutletOptions.UNPACED);
        bench.roundsUntilIdle();

        assertThat(arrived).hasSize(100);
    }

    @Test
    void aWindowThatIsTakenAwayLetsGoWhatItHeldBack() {
        RelayBench bench = bench(windowed(Duration.ofHours(1)));
        bench.journal.add(bench.nowMillis(), Events.of(EventType.CART_SYNC, Events.SECTION, "d1", "one"));
        bench.run(SECOND, SECOND / 10);
        boolean isHeld = arrived.isEmpty();
        bench.steering.retune(windowed(Duration.ZERO));
        bench.roundsUntilIdle();

        assertThat(isHeld).isTrue();
        assertThat(arrived).containsExactly("one");
    }

    @Test
    void aSectionsOwnWindowHoldsWithTheNextRound() {
        RelayBench bench = bench(windowed(Duration.ofHours(1)));
        bench.journal.add(bench.nowMillis(), Events.of(EventType.CART_SYNC, Events.SECTION, "d1", "one"));
        bench.roundsUntilIdle();
        reload(Events.section("fake").with(new Section.Outflow(Duration.ZERO, Map.of())));
        bench.roundsUntilIdle();
        bench.journal.add(bench.nowMillis(), Events.of(EventType.CART_SYNC, Events.SECTION, "d1", "two"));
        bench.roundsUntilIdle();

        assertThat(arrived).containsExactly("one", "two");
    }

    @Test
    void aReloadThatTouchesNoWindowLetsNothingGo() {
        RelayBench bench = bench(windowed(Duration.ofHours(1)));
        bench.journal.add(bench.nowMillis(), Events.of(EventType.CART_SYNC, Events.SECTION, "d1", "one"));
        bench.roundsUntilIdle();
        reload(Events.section("fake"), Events.sectionOf("other", "fake"));
        bench.run(SECOND, SECOND / 10);

        assertThat(arrived).isEmpty();
    }

    @Test
    void anotherBatchLetsGoWhatGathers() {
        sink.batching(10, delivery -> "");
        RelayBench bench = bench(batched(new OutletOptions.Batch(10, 1 << 20, Duration.ofMinutes(1))));
        bench.journal.add(1, Events.view("d1", "a"));
        bench.roundsUntilIdle();
        boolean isGathering = arrived.isEmpty();
        bench.steering.retune(batched(new OutletOptions.Batch(1, 1 << 20, Duration.ZERO)));
        bench.roundsUntilIdle();

        assertThat(isGathering).isTrue();
        assertThat(arrived).containsExactly("a");
    }

    @Test
    void aTighterBacklogSkipsAtTheNextLook() {
        RelayBench bench = bench(OutletOptions.UNPACED);
        bench.steering.pause(true);
        addMany(bench, 100);
        bench.run(SECOND, SECOND / 10);
        bench.steering.retune(
                OutletOptions.UNPACED.with(new OutletOptions.Backlog(10, OutletOptions.Backlog.WhenFull.SKIP)));
        bench.run(SECOND, SECOND / 10);

        assertThat(bench.relay.position().skipped()).isEqualTo(90);
    }

    @Test
    void aNewSectionsEventsAreDelivered() {
        RelayBench bench = bench(OutletOptions.UNPACED);
        bench.journal.add(1, Events.view("d1", "a"));
        bench.roundsUntilIdle();
        reload(Events.section("fake"), Events.sectionOf("other", "fake"));
        bench.journal.add(1, Events.of(EventType.VIEW, "other", "d2", "b"));
        bench.roundsUntilIdle();

        assertThat(arrived).contains("b");
        assertThat(bench.relay.position().nextSeq()).isEqualTo(3);
    }

    @Test
    void whatIsReadOfARemovedSectionIsKeptAsADeadLetter() {
        sections = Sections.of(List.of(Events.section("fake"), Events.sectionOf("other", "fake")));
        RelayBench bench = bench(OutletOptions.UNPACED);
        bench.journal.add(1, Events.of(EventType.VIEW, "other", "d2", "before"));
        bench.roundsUntilIdle();
        reload(Events.section("fake"));
        bench.journal.add(1, Events.of(EventType.VIEW, "other", "d2", "after"));
        bench.roundsUntilIdle();

        assertThat(arrived).containsExactly("before");
        assertThat(bench.relay.position()).isEqualTo(new Cursor(3, 1, 0, 1, 0));
    }

    @Test
    void whatWasReadOfASectionBeforeItWasRemovedIsDelivered() {
        sections = Sections.of(List.of(Events.section("fake"), Events.sectionOf("other", "fake")));
        RelayBench bench = bench(OutletOptions.UNPACED);
        bench.steering.pause(true);
        bench.journal.add(1, Events.of(EventType.VIEW, "other", "d2", "read"));
        bench.roundsUntilIdle();
        reload(Events.section("fake"));
        bench.steering.pause(false);
        bench.roundsUntilIdle();

        assertThat(arrived).containsExactly("read");
    }

    private RelayBench bench(OutletOptions options) {
        sink.answering(delivery -> {
            arrived.add(Events.product(delivery));
            return Result.DELIVERED;
        });
        RelayBench bench = new RelayBench(sink, RelayOptions.DEFAULT, options, Events.section("fake"));
        bench.sections = () -> sections;
        bench.crash();
        return bench;
    }

    private void reload(Section... now) {
        sections = Sections.of(List.of(now));
    }

    private static void addMany(RelayBench bench, int events) {
        for (int i = 0; i < events; i++) {
            bench.journal.add(1, Events.view("d" + i, "p" + i));
        }
    }

    private static OutletOptions paced(long refill, long capacity) {
        return options(new PaceOptions(refill, capacity), CoalesceOptions.NEVER, OutletOptions.Batch.DEFAULT);
    }

    private static OutletOptions windowed(Duration window) {
        return options(PaceOptions.UNLIMITED, new CoalesceOptions(window, 100), OutletOptions.Batch.DEFAULT);
    }

    private static OutletOptions batched(OutletOptions.Batch batch) {
        return options(PaceOptions.UNLIMITED, CoalesceOptions.NEVER, batch);
    }

    private static OutletOptions options(PaceOptions pace, CoalesceOptions coalesce, OutletOptions.Batch batch) {
        return new OutletOptions(pace, coalesce, batch, 64, BreakerOptions.DEFAULT, OutletOptions.Backlog.UNBOUNDED);
    }
}
