package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDeadLetters;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.fake.FakeJournal;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The relay with its threads; waits are for what must come, never for time to pass. */
class RelayTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeJournal journal = new FakeJournal();
    private final FakeSink one = new FakeSink("one", Order.DEVICE, 8).answering(delivery -> Result.DELIVERED);
    private final FakeSink two = new FakeSink("two", Order.JOURNAL, 8).answering(delivery -> Result.DELIVERED);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Relay relay;

    @AfterEach
    void close() {
        if (relay != null) {
            relay.close();
        }
    }

    @Test
    void drainDeliversEverythingToEverySink() throws InterruptedException {
        add(1000);
        start(one, two);

        assertThat(relay.drain(LIMIT)).isTrue();
        assertThat(journal.load("one")).isEqualTo(new Cursor(1001, 1000, 0, 0, 0));
        assertThat(journal.load("two")).isEqualTo(new Cursor(1001, 1000, 0, 0, 0));
    }

    @Test
    void aSinkThatLetsEventsGatherHasNoMoreRoundsThanThereIsTimeFor() throws InterruptedException {
        long gatherNanos = Duration.ofMillis(10).toNanos();
        long begun = System.nanoTime();
        start(two.gathering(gatherNanos));
        for (int i = 1; i <= 20; i++) {
            add(1);
            assertThat(relay.drain(LIMIT)).isTrue();
        }
        int rounds = two.flushes();

        assertThat(journal.load("two").delivered()).isEqualTo(20);
        // A pause may end early when the thread was woken just before it began; without any there are two rounds an
        // event.
        assertThat((rounds - 1) * gatherNanos).isLessThanOrEqualTo(2 * (System.nanoTime() - begun));
    }

    @Test
    void growthOfTheJournalWakesTheRelay() throws InterruptedException {
        start(one);
        relay.drain(LIMIT);

        add(1000);

        assertThat(relay.drain(LIMIT)).isTrue();
    }

    @Test
    void drainGivesUpAtItsLimit() throws InterruptedException {
        add(1);
        start(one.answering(null));

        assertThat(relay.drain(Duration.ofMillis(50))).isFalse();
    }

    @Test
    void aStuckSinkDoesNotHoldUpAnother() throws InterruptedException {
        add(100);
        start(one.answering(null), two);

        relay.drain(Duration.ofSeconds(1));

        assertThat(journal.load("two").delivered()).isEqualTo(100);
    }

    @Test
    void theJournalKeepsWhatTheSlowestSinkOwes() throws InterruptedException {
        add(100);
        start(one.answering(null), two);

        relay.drain(Duration.ofMillis(500));

        assertThat(journal.released()).isEqualTo(1);
    }

    @Test
    void theJournalMayLetGoOfWhatEverySinkHas() throws InterruptedException {
        add(100);
        start(one, two);

        relay.drain(LIMIT);

        assertThat(journal.released()).isEqualTo(101);
    }

    @Test
    void closeSavesTheCursor() throws InterruptedException {
        add(10);
        start(one);
        relay.drain(LIMIT);
        add(10);

        relay.close();
        Cursor saved = journal.load("one");
        start(one);
        relay.drain(LIMIT);

        assertThat(saved.nextSeq()).isBetween(11L, 21L);
        assertThat(journal.load("one")).isEqualTo(new Cursor(21, 20, 0, 0, 0));
    }

    @Test
    void closeClosesTheSinks() {
        start(one, two);

        relay.close();

        assertThat(one.isClosed()).isTrue();
        assertThat(two.isClosed()).isTrue();
    }

    @Test
    void afterAFaultTheRelayBeginsAgainAtTheSavedCursor() throws InterruptedException {
        FakeDeadLetters failing = new FakeDeadLetters();
        failing.failNextSync();
        add(10);
        relay = Relay.start(setup(List.of(new Relay.Outlet(one, failing, OutletOptions.UNPACED))));

        assertThat(relay.drain(LIMIT)).isTrue();
        assertThat(one.resumed()).containsExactly(1L, 1L);
        assertThat(meters.get("weir.sink.faults").counter().count()).isEqualTo(1);
    }

    @Test
    void anErrorIsAFaultToo() throws InterruptedException {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        one.answering(delivery -> {
            if (isBroken.getAndSet(false)) {
                throw new StackOverflowError("thrown by the test");
            }
            return Result.DELIVERED;
        });
        add(10);
        start(one);

        assertThat(relay.drain(LIMIT)).isTrue();
        assertThat(meters.get("weir.sink.faults").counter().count()).isEqualTo(1);
    }

    @Test
    void aSinkIsNotWellUntilItsFaultIsOvercome() throws InterruptedException {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        one.onFlush(() -> {
            if (isBroken.get()) {
                throw new AssertionError("thrown by the test");
            }
        });
        start(one, two);
        Await.until("a fault", () -> gaugeOf("one", "weir.sink.well") == 0);

        assertThat(gaugeOf("two", "weir.sink.well")).isEqualTo(1);
        isBroken.set(false);
        assertThat(relay.drain(LIMIT)).isTrue();
        Await.until("well again", () -> gaugeOf("one", "weir.sink.well") == 1);
    }

    @Test
    void theBooksStandStillBetweenPublications() throws InterruptedException {
        start(one);
        add(10);
        relay.drain(LIMIT);

        assertThat(books("delivered")).isZero();
        assertThat(gauge("weir.journal.accepted")).isZero();
    }

    @Test
    void theMetersOfTheBooksAddUpToTheJournal() throws InterruptedException {
        one.answering(delivery -> delivery.seq() % 3 == 0 ? Result.refused(400, "status 400") : Result.DELIVERED);
        add(90);
        start(one);

        relay.drain(LIMIT);
        relay.publish();

        assertThat(books("delivered")).isEqualTo(60);
        assertThat(books("dead_lettered")).isEqualTo(30);
        assertThat(gauge("weir.sink.pending")).isZero();
        assertThat(gauge("weir.sink.cursor")).isEqualTo(91);
        assertThat(gauge("weir.journal.accepted")).isEqualTo(90);
        assertThat(meters.get("weir.sink.attempts")
                        .tag("outcome", "refused")
                        .counter()
                        .count())
                .isEqualTo(30);
    }

    @Test
    void theMetersOfTheBooksSurviveARestart() throws InterruptedException {
        journal.save("one", new Cursor(8, 3, 2, 1, 1));
        journal.addMissing(7);

        start(one);

        assertThat(books("delivered")).isEqualTo(3);
        assertThat(books("superseded")).isEqualTo(2);
        assertThat(books("dead_lettered")).isEqualTo(1);
        assertThat(books("not_routed")).isEqualTo(1);
    }

    @Test
    void statusTellsWhatIsPending() throws InterruptedException {
        add(5);
        start(one.answering(null));
        relay.drain(Duration.ofMillis(50));

        Relay.Status status = relay.statuses().get(0);
        assertThat(status.pending()).isEqualTo(5);
        assertThat(status.cursor().nextSeq()).isEqualTo(1);
        assertThat(status.isWell()).isTrue();
    }

    @Test
    void theIntakeWaitsWhileASinkHoldsBackTooMuch() throws InterruptedException {
        OutletOptions small =
                OutletOptions.UNPACED.with(new OutletOptions.Backlog(100, OutletOptions.Backlog.WhenFull.HOLD));
        one.answering(null);
        add(101);

        relay = Relay.start(setup(List.of(
                new Relay.Outlet(one, new FakeDeadLetters(), small),
                new Relay.Outlet(two, new FakeDeadLetters(), OutletOptions.UNPACED))));

        Await.until("the intake waits", journal::isHeld);
        one.answering(delivery -> Result.DELIVERED);
        Await.until("the intake goes on", () -> {
            one.open().forEach(each -> one.complete(each, Result.DELIVERED));
            return !journal.isHeld();
        });
        assertThat(relay.drain(LIMIT)).isTrue();
        assertThat(journal.load("one").delivered()).isEqualTo(101);
    }

    @Test
    void aSinkWithinItsShareLetsTheIntakeGoOn() throws InterruptedException {
        OutletOptions small =
                OutletOptions.UNPACED.with(new OutletOptions.Backlog(100, OutletOptions.Backlog.WhenFull.HOLD));
        add(100);
        relay = Relay.start(setup(List.of(new Relay.Outlet(one.answering(null), new FakeDeadLetters(), small))));

        relay.drain(Duration.ofMillis(300));

        assertThat(journal.isHeld()).isFalse();
    }

    @Test
    void twoSinksOfOneNameAreRefused() {
        assertThatThrownBy(() -> start(one, one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sinks: one twice (expected: each name once)");
    }

    @Test
    void noSinkAtAllIsRefused() {
        assertThatThrownBy(() -> start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sinks: none (expected: at least one)");
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private double gaugeOf(String sink, String name) {
        return meters.get(name).tag("sink", sink).gauge().value();
    }

    private double books(String what) {
        return meters.get("weir.sink." + what).functionCounter().count();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            journal.add(1, Events.view("d" + i % 7, "p" + i));
        }
    }

    private void start(FakeSink... sinks) {
        List<Relay.Outlet> outlets = new ArrayList<>();
        for (FakeSink sink : sinks) {
            outlets.add(new Relay.Outlet(sink, new FakeDeadLetters(), OutletOptions.UNPACED));
        }
        relay = Relay.start(setup(outlets));
    }

    private Relay.Setup setup(List<Relay.Outlet> outlets) {
        FakeDialect dialect = new FakeDialect();
        return new Relay.Setup(
                journal,
                () -> Sections.of(List.of(Events.section("one", "two"))),
                label -> dialect,
                outlets,
                RelayOptions.DEFAULT,
                "weir-",
                Clock.systemUTC(),
                System::nanoTime,
                new Random(1),
                meters);
    }
}
