package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDeadLetters;
import dev.weir.relay.fake.FakeJournal;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SinkRelayTest {

    private final RelayBench bench = new RelayBench(Order.DEVICE, 256);
    private final FakeJournal journal = bench.journal;
    private final FakeSink sink = bench.sink;
    private final FakeDeadLetters deadLetters = bench.deadLetters;

    @Test
    void eventsOfOneDeviceGoOneAtATime() {
        journal.add(1, Events.view("d1", "a"));
        journal.add(2, Events.view("d1", "b"));
        journal.add(3, Events.view("d2", "c"));

        bench.round();

        assertThat(products(sink.open())).containsExactly("a", "c");
    }

    @Test
    void theNextEventOfADeviceGoesWhenTheFirstIsDelivered() {
        journal.add(1, Events.view("d1", "a"));
        journal.add(2, Events.view("d1", "b"));
        bench.round();

        sink.complete(sink.open().get(0), Result.DELIVERED);
        bench.round();

        assertThat(products(sink.open())).containsExactly("b");
    }

    /** What is delivered beyond the oldest that is owed comes again after a crash: with turns of devices that was all that was held. */
    @Test
    void theOldestEventOfASectionGoesFirst() {
        RelayBench one = new RelayBench(Order.DEVICE, 1);
        for (int i = 0; i < 3; i++) {
            one.journal.add(1, Events.view("d1", "old" + i));
        }
        for (int i = 0; i < 3; i++) {
            one.journal.add(1, Events.view("d" + (2 + i), "new" + i));
        }
        List<String> order = new ArrayList<>();
        one.sink.answering(delivery -> {
            order.add(Events.product(delivery));
            return Result.DELIVERED;
        });

        one.roundsUntilIdle();

        assertThat(order).containsExactly("old0", "old1", "old2", "new0", "new1", "new2");
    }

    @Test
    void aDeviceThatIsTriedAgainHoldsBackItselfAlone() {
        journal.add(1, Events.view("d1", "a"));
        bench.round();
        sink.complete(sink.open().get(0), Result.unknown("timeout"));
        journal.add(2, Events.view("d1", "b"));
        journal.add(3, Events.view("d2", "c"));

        bench.round();

        assertThat(products(sink.open())).containsExactly("c");
    }

    @Test
    void aFailedEventIsTriedAgainAfterItsBackoff() {
        journal.add(1, Events.view("d1", "a"));
        bench.round();
        sink.complete(sink.open().get(0), Result.unprocessed("refused stream"));

        bench.round();
        boolean isOpenAtOnce = !sink.open().isEmpty();
        bench.advance(RelayOptions.DEFAULT.backoffMax().toNanos());
        bench.round();

        assertThat(isOpenAtOnce).isFalse();
        assertThat(products(sink.open())).containsExactly("a");
    }

    @Test
    void theWaitThatADestinationAsksForIsKept() {
        journal.add(1, Events.view("d1", "a"));
        bench.round();
        sink.complete(sink.open().get(0), Result.throttled(429, 60_000));

        bench.round();
        bench.advance(TimeUnit.SECONDS.toNanos(59));
        bench.round();

        assertThat(sink.open()).isEmpty();
    }

    @Test
    void anEventThatComesLateInARoundIsNotSleptThrough() {
        sink.onFlush(() -> {
            journal.add(1, Events.view("d1", "a"));
            bench.inbox.wake();
        });

        assertThat(bench.round()).isZero();
    }

    @Test
    void everyAttemptCarriesTheSameKey() {
        journal.add(1, Events.view("d1", "a"));
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bench.round();
            keys.add(sink.open().get(0).delivery().idempotencyKey());
            sink.complete(sink.open().get(0), Result.unknown("reset"));
            bench.round();
            bench.advance(RelayOptions.DEFAULT.backoffMax().toNanos());
        }

        assertThat(keys).containsOnly("weir-1-1");
    }

    @Test
    void refusedEventBecomesADeadLetterWithItsReason() {
        journal.add(1, Events.view("d1", "a"));
        bench.round();
        sink.complete(sink.open().get(0), Result.refused(400, "status 400"));

        bench.round();
        bench.relay.save();

        assertThat(deadLetters.kept())
                .extracting(DeadLetter::seq, DeadLetter::reason, DeadLetter::status, DeadLetter::detail)
                .containsExactly(tuple(1L, Reason.REFUSED, 400, "status 400"));
        assertThat(journal.load("fake")).isEqualTo(new Cursor(2, 0, 0, 1, 0));
    }

    @Test
    void withoutRoomForDeadLettersARefusedEventStaysOwed() {
        deadLetters.fill(true);
        journal.add(1, Events.view("d1", "a"));
        bench.round();

        sink.complete(sink.open().get(0), Result.refused(400, "status 400"));
        bench.round();

        assertThat(bench.relay.position().settled()).isZero();
        assertThat(bench.relay.position().nextSeq()).isEqualTo(1);
    }

    @Test
    void eventsOfOtherSectionsAreNotRouted() {
        bench.section = Events.section("another");
        journal.add(1, Events.view("d1", "a"));

        bench.round();

        assertThat(bench.relay.position()).isEqualTo(new Cursor(2, 0, 0, 0, 1));
    }

    @Test
    void whatAWaitingPagesCallCarriedIsNotHandedOver() {
        journal.add(1, Events.view("d1", "a"));
        journal.add(2, Events.carriedTo("fake", Events.view("d2", "b")));
        journal.add(3, Events.carriedTo("another", Events.view("d3", "c")));

        bench.round();

        assertThat(products(sink.open())).containsExactly("a", "c");
    }

    @Test
    void whatAWaitingPagesCallCarriedIsDeliveredInTheBooks() {
        sink.answering(delivery -> Result.refused(400, "status 400"));
        journal.add(1, Events.view("d1", "a"));
        journal.add(2, Events.carriedTo("fake", Events.view("d2", "b")));
        journal.add(3, Events.carriedTo("another", Events.view("d3", "c")));

        bench.roundsUntilIdle();

        assertThat(bench.relay.position()).isEqualTo(new Cursor(4, 1, 0, 2, 0));
    }

    /** A dead letter can be replayed, and the vendor would hear of it twice. */
    @Test
    void whatWasCarriedIsNoDeadLetterWhenItsSectionVanishes() {
        bench.section = null;
        journal.add(1, Events.carriedTo("fake", Events.view("d1", "a")));

        bench.round();

        assertThat(deadLetters.kept()).isEmpty();
        assertThat(bench.relay.position()).isEqualTo(new Cursor(2, 1, 0, 0, 0));
    }

    @Test
    void eventsOfAVanishedSectionAreDeadLetters() {
        bench.section = null;
        journal.add(1, Events.view("d1", "a"));

        bench.round();
        bench.relay.save();

        assertThat(deadLetters.kept()).extracting(DeadLetter::reason).containsExactly(Reason.UNKNOWN_SECTION);
    }

    @Test
    void eventsOfAVanishedDialectAreDeadLetters() {
        journal.add(1, Events.view("old-dialect", Events.SECTION, "d1", "a"));

        bench.round();
        bench.relay.save();

        assertThat(deadLetters.kept()).extracting(DeadLetter::reason).containsExactly(Reason.UNKNOWN_DIALECT);
    }

    @Test
    void aDamagedRangeIsOneDeadLetterAndAllItsNumbersAreAccountedFor() {
        sink.answering(delivery -> Result.DELIVERED);
        journal.add(1, Events.view("d1", "a"));
        journal.addDamaged(10_000);
        journal.add(2, Events.view("d1", "b"));

        bench.roundsUntilIdle();
        bench.relay.save();

        assertThat(deadLetters.kept())
                .extracting(DeadLetter::reason, DeadLetter::seq, DeadLetter::lastSeq)
                .containsExactly(tuple(Reason.DAMAGED, 2L, 10_001L));
        assertThat(bench.relay.position()).isEqualTo(new Cursor(10_003, 2, 0, 10_000, 0));
    }

    @Test
    void numbersThatTheJournalNoLongerHasAreDeadLetters() {
        sink.answering(delivery -> Result.DELIVERED);
        journal.add(1, Events.view("d1", "a"));
        journal.addMissing(5);
        journal.add(2, Events.view("d1", "b"));

        bench.roundsUntilIdle();

        assertThat(bench.relay.position()).isEqualTo(new Cursor(8, 2, 0, 5, 0));
    }

    @Test
    void whatWasBeforeASinksFirstDayIsNotRouted() {
        sink.answering(delivery -> Result.DELIVERED);
        journal.addMissing(5);
        journal.add(2, Events.view("d1", "b"));

        bench.roundsUntilIdle();

        assertThat(bench.relay.position()).isEqualTo(new Cursor(7, 1, 0, 0, 5));
    }

    @Test
    void cursorIsSavedForAGroupOfEvents() {
        sink.answering(delivery -> Result.DELIVERED);
        for (int i = 0; i < 10; i++) {
            journal.add(1, Events.view("d" + i, "a"));
        }

        bench.roundsUntilIdle();
        Cursor atOnce = journal.load("fake");
        bench.advance(RelayOptions.DEFAULT.saveWithin().toNanos());
        bench.round();

        assertThat(atOnce).isEqualTo(Cursor.START);
        assertThat(journal.load("fake").nextSeq()).isEqualTo(11);
        assertThat(bench.released).containsExactly(11L);
    }

    @Test
    void cursorIsNotedBetweenSaves() {
        sink.answering(delivery -> Result.DELIVERED);
        journal.add(1, Events.view("d1", "a"));
        bench.roundsUntilIdle();
        Cursor first = journal.noted("fake");
        journal.add(1, Events.view("d2", "a"));
        bench.roundsUntilIdle();
        Cursor tooSoon = journal.noted("fake");
        long wait = bench.round();
        bench.advance(wait);
        bench.round();

        assertThat(first.nextSeq()).isEqualTo(2);
        assertThat(tooSoon.nextSeq()).isEqualTo(2);
        assertThat(wait).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(journal.noted("fake").nextSeq()).isEqualTo(3);
        assertThat(journal.load("fake")).isEqualTo(Cursor.START);
        assertThat(bench.released).isEmpty();
    }

    @Test
    void aSinkThatHasNothingToNoteSleepsUntilTheSave() {
        sink.answering(delivery -> Result.DELIVERED);
        journal.add(1, Events.view("d1", "a"));
        bench.roundsUntilIdle();

        assertThat(bench.round()).isEqualTo(RelayOptions.DEFAULT.saveWithin().toNanos());
    }

    @Test
    void aNoteThatIsNotKeptIsTriedAgainAfterTheNextSave() {
        journal.failNotes(true);
        sink.answering(delivery -> Result.DELIVERED);
        for (int i = 0; i < 10; i++) {
            journal.add(1, Events.view("d" + i, "a"));
            bench.roundsUntilIdle();
            bench.advance(TimeUnit.MILLISECONDS.toNanos(1));
        }
        int beforeTheSave = journal.triedNotes();
        bench.advance(RelayOptions.DEFAULT.saveWithin().toNanos());
        bench.round();
        journal.add(1, Events.view("another", "a"));
        bench.roundsUntilIdle();

        assertThat(beforeTheSave).isEqualTo(1);
        assertThat(journal.triedNotes()).isEqualTo(2);
    }

    /** A note may outlive the power, and a dead letter that was not synced does not. */
    @Test
    void noNotePassesADeadLetterThatIsNotDurable() {
        journal.add(1, Events.view("d1", "a"));
        bench.round();
        sink.complete(sink.open().get(0), Result.refused(400, "status 400"));
        bench.roundsUntilIdle();

        assertThat(journal.noted("fake")).isEqualTo(Cursor.START);
        assertThat(bench.round()).isEqualTo(RelayOptions.DEFAULT.saveWithin().toNanos());
    }

    @Test
    void deliveriesWaitWhileTheCursorCannotBeSaved() {
        journal.failSaves(true);
        sink.answering(delivery -> Result.DELIVERED);
        for (int i = 0; i < 20_000; i++) {
            journal.add(1, Events.view("d" + i, "a"));
        }

        bench.roundsUntilIdle();

        assertThat(bench.relay.position().nextSeq())
                .isLessThan(2L + 4 * RelayOptions.DEFAULT.saveEvery() + bench.sink.maxInFlight());
    }

    @Test
    void aSinkThatThrowsIsTriedAgain() {
        sink.answering(delivery -> {
            throw new IllegalStateException("bug");
        });
        journal.add(1, Events.view("d1", "a"));
        bench.round();

        sink.answering(delivery -> Result.DELIVERED);
        bench.advance(RelayOptions.DEFAULT.backoffMax().toNanos());
        bench.roundsUntilIdle();

        assertThat(bench.relay.position()).isEqualTo(new Cursor(2, 1, 0, 0, 0));
    }

    @Test
    void aSecondCompletionOfAnAttemptIsIgnored() {
        journal.add(1, Events.view("d1", "a"));
        bench.round();
        FakeSink.Attempt attempt = sink.open().get(0);

        sink.complete(attempt, Result.DELIVERED);
        attempt.completion().complete(Result.refused(400, "late"));
        bench.roundsUntilIdle();

        assertThat(bench.relay.position()).isEqualTo(new Cursor(2, 1, 0, 0, 0));
    }

    private static List<String> products(List<FakeSink.Attempt> attempts) {
        return attempts.stream().map(each -> Events.product(each.delivery())).toList();
    }
}
