package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.EventType;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.fake.Events;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A range of the journal that an operator wants sent again. */
class RangeReplayTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<Delivery> arrived = new ArrayList<>();
    private final RelayBench bench = new RelayBench(Order.DEVICE, 8);
    private boolean isRefusing;

    RangeReplayTest() {
        bench.sink.answering(this::answer);
        for (int i = 1; i <= 10; i++) {
            bench.journal.add(i, Events.view("d" + i % 3, "p" + i));
        }
        bench.run(SECOND, SECOND / 10);
    }

    @Test
    void itArrivesWithTheKeysThatItHad() {
        List<String> before = keys().subList(3, 6);
        arrived.clear();
        replay(4, 6);

        assertThat(arrived).extracting(Delivery::seq).containsExactlyInAnyOrder(4L, 5L, 6L);
        assertThat(keys()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void itIsOutsideTheBooks() {
        Cursor before = bench.relay.position();
        replay(1, 10);

        assertThat(bench.relay.position()).isEqualTo(before).isEqualTo(new Cursor(11, 10, 0, 0, 0));
    }

    @Test
    void itIsShownHowFarItIs() {
        replay(1, 10);

        assertThat(bench.steering.replay().progress()).isEqualTo(new ReplayProgress(1, 10, 11, 10, 0, 0, 0, null));
    }

    @Test
    void whatIsUnderWayIsNotDone() {
        bench.sink.answering(null);
        replay(1, 10);
        ReplayProgress before = bench.steering.replay().progress();
        bench.sink.complete(bench.sink.open().get(0), Result.DELIVERED);
        bench.roundsUntilIdle();

        assertThat(before.next()).isEqualTo(1);
        assertThat(before.isOver()).isFalse();
        assertThat(bench.steering.replay().progress().delivered()).isEqualTo(1);
    }

    @Test
    void anotherOneWaitsForItsEnd() {
        bench.sink.answering(null);
        replay(1, 2);

        assertThat(bench.steering.tryReplay(new RangeReplay(3, 4))).isFalse();
    }

    @Test
    void anotherOneMayFollow() {
        replay(1, 2);
        arrived.clear();
        replay(1, 1);

        assertThat(arrived).extracting(Delivery::seq).containsExactly(1L);
    }

    @Test
    void whatIsRefusedIsADeadLetterAndCounted() {
        isRefusing = true;
        replay(2, 3);
        // As the file does now and then, and this one when it is told.
        bench.deadLetters.sync();

        assertThat(bench.steering.replay().progress().refused()).isEqualTo(2);
        assertThat(bench.deadLetters.kept()).hasSize(2);
        assertThat(bench.relay.position()).isEqualTo(new Cursor(11, 10, 0, 0, 0));
    }

    @Test
    void whatIsNotTheSinksIsSkippedAndCounted() {
        Section other = Events.sectionOf("other", "elsewhere");
        bench.sections = () -> Sections.of(List.of(Events.section("fake"), other));
        bench.journal.add(11, Events.of(EventType.VIEW, "other", "d", "x"));
        bench.journal.add(12, Events.of(EventType.VIEW, "gone", "d", "y"));
        bench.run(SECOND, SECOND / 10);
        int letters = bench.deadLetters.kept().size();
        arrived.clear();
        replay(10, 12);

        assertThat(arrived).extracting(Delivery::seq).containsExactly(10L);
        assertThat(bench.steering.replay().progress().skipped()).isEqualTo(2);
        assertThat(bench.deadLetters.kept()).hasSize(letters);
    }

    @Test
    void whatTheJournalCannotBringIsCounted() {
        bench.journal.addDamaged(3);
        bench.journal.add(14, Events.view("d", "last"));
        bench.run(SECOND, SECOND / 10);
        replay(9, 14);

        assertThat(bench.steering.replay().progress()).isEqualTo(new ReplayProgress(9, 14, 15, 3, 0, 0, 3, null));
    }

    @Test
    void itGoesOnWhereItWasWhenTheRelayBeginsAgain() {
        bench.sink.answering(null);
        replay(1, 10);
        bench.crash();
        arrived.clear();
        bench.sink.answering(this::answer);
        bench.run(SECOND, SECOND / 10);

        assertThat(arrived).hasSize(10);
        assertThat(bench.steering.replay().progress().isOver()).isTrue();
        assertThat(bench.relay.position()).isEqualTo(new Cursor(11, 10, 0, 0, 0));
    }

    @Test
    void aPausedSinkGetsItLater() {
        bench.steering.pause(true);
        arrived.clear();
        replay(1, 10);
        int whilePaused = arrived.size();
        bench.steering.pause(false);
        bench.run(SECOND, SECOND / 10);

        assertThat(whilePaused).isZero();
        assertThat(arrived).hasSize(10);
    }

    @Test
    void moreThanMayBeUnderWayGoesBitByBit() {
        for (int i = 11; i <= 2_000; i++) {
            bench.journal.add(i, Events.view("d" + i, "p" + i));
        }
        bench.run(SECOND, SECOND / 10);
        arrived.clear();
        replay(1, 2_000);

        assertThat(arrived).hasSize(2_000);
    }

    private void replay(long from, long to) {
        assertThat(bench.steering.tryReplay(new RangeReplay(from, to))).isTrue();
        bench.run(SECOND, SECOND / 10);
    }

    private Result answer(Delivery delivery) {
        arrived.add(delivery);
        return isRefusing ? Result.refused(400, "status 400") : Result.DELIVERED;
    }

    private List<String> keys() {
        return arrived.stream().map(Delivery::idempotencyKey).toList();
    }
}
