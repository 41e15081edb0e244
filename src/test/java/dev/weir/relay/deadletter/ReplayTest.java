package dev.weir.relay.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.journal.Envelopes;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.LetterInspector.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people ask for, and what becomes of it. */
class ReplayTest {

    @TempDir
    Path dir;

    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(dir, Desk.SMALL);
    }

    @Test
    void whatIsAskedForIsGivenOnceAsItWas() {
        desk.refuseAndSync(1, 2, 3);
        desk.askReplay(2);
        desk.look(1);
        desk.reopen();

        Kept again = desk.letters().takeReplays(9).get(0);
        assertThat(again.seq()).isEqualTo(2);
        assertThat(again.timeMillis()).isEqualTo(1002);
        assertThat(Envelopes.same(again.envelope(), Desk.kept(2).envelope())).isTrue();
        assertThat(desk.look(9)).isEmpty();
    }

    @Test
    void nothingIsGivenThatNobodyAskedFor() {
        desk.refuseAndSync(1, 2, 3);

        assertThat(desk.look(9)).isEmpty();
    }

    @Test
    void noMoreAreGivenThanThereIsRoomFor() {
        desk.refuseAndSync(1, 2, 3, 4, 5);
        desk.askReplayOfAll();

        assertThat(desk.look(2)).containsExactly(1L, 2L);
        assertThat(desk.look(2)).containsExactly(3L, 4L);
        assertThat(desk.look(2)).containsExactly(5L);
    }

    @Test
    void whatWasWrittenFirstIsGivenFirst() {
        LongStream.rangeClosed(1, 30).forEach(desk::refuseAndSync);
        desk.askReplay(25, 26);
        assertThat(desk.look(1)).containsExactly(25L);
        desk.askReplay(7);

        assertThat(desk.look(9)).containsExactly(7L, 26L);
    }

    @Test
    void aRequestIsSeenAtTheNextLook() {
        desk.refuseAndSync(1);
        assertThat(desk.letters().takeReplays(1)).isEmpty();
        desk.askReplay(1);

        assertThat(desk.letters().takeReplays(1)).as("not yet half a second").isEmpty();
        assertThat(desk.look(1)).containsExactly(1L);
    }

    @Test
    void itIsToldWhatIsAskedBeforeAndAfterTheServerHeeds() throws IOException {
        desk.refuseAndSync(1, 2, 3);
        desk.askReplay(1);
        desk.askDrop(2);
        assertThat(desk.states())
                .containsEntry(1L, State.REPLAY_ASKED)
                .containsEntry(2L, State.DROP_ASKED)
                .containsEntry(3L, State.KEPT);

        desk.look(1);

        assertThat(desk.states()).containsEntry(1L, State.REPLAY_ASKED).containsEntry(3L, State.KEPT);
        assertThat(desk.states()).doesNotContainKey(2L);
        assertThat(desk.names()).containsExactly("vendor.ledger", "vendor.ndjson");
    }

    @Test
    void aLetterIsGoneOnceItsReplayHasArrived() throws IOException {
        desk.refuseAndSync(1, 2);
        desk.askReplay(1);
        desk.look(1);
        desk.letters().onReplayed(1);
        desk.letters().sync();

        assertThat(desk.states()).containsOnlyKeys(2L);
        desk.reopen();
        assertThat(desk.states()).containsOnlyKeys(2L);
        assertThat(desk.look(9)).isEmpty();
    }

    @Test
    void theEndOfAReplayIsKeptWithoutAnyOtherEvent() {
        desk.refuseAndSync(1, 2);
        desk.askReplay(1);
        desk.look(1);
        desk.letters().onReplayed(1);
        desk.look(1);
        desk.reopen();

        assertThat(desk.states()).containsOnlyKeys(2L);
    }

    @Test
    void whatIsRefusedAgainIsKeptWithOneMoreAttempt() {
        desk.refuseAndSync(1);
        for (int attempts = 2; attempts < 5; attempts++) {
            desk.askReplay(1);
            assertThat(desk.look(9)).containsExactly(1L);
            desk.refuseAndSync(1);

            assertThat(desk.letter(1).attempts()).isEqualTo(attempts);
            assertThat(desk.states()).containsEntry(1L, State.KEPT);
            assertThat(desk.look(9)).isEmpty();
        }
        desk.reopen();
        assertThat(desk.look(9)).isEmpty();
        assertThat(desk.states()).containsOnlyKeys(1L);
    }

    @Test
    void whatIsLeftOfAReplayIsForcedBeforeTheLedgerTellsOfItsEnd() {
        desk.refuseAndSync(1);
        desk.askReplay(1);
        desk.look(1);
        desk.refuse(1);
        desk.changes();
        desk.letters().sync();

        assertThat(desk.changes())
                .containsSubsequence("force vendor.ndjson", "append vendor.ledger", "force vendor.ledger");
    }

    @Test
    void aLetterIsDeletedOnlyAfterItsEndWasForced() {
        desk.refuseAndSync(1);
        desk.askReplay(1);
        desk.look(1);
        desk.letters().onReplayed(1);
        desk.changes();
        desk.letters().sync();

        assertThat(desk.changes()).containsSubsequence("force vendor.ledger", "delete vendor.ndjson");
    }

    @Test
    void whatWasRefusedAgainIsNotSentAgainAfterADeathBeforeTheLedgerWasTold() {
        desk.refuseAndSync(1);
        desk.askReplay(1);
        desk.look(1);
        desk.refuse(1);
        desk.dieAfter(1);
        assertThatThrownBy(desk.letters()::sync).isInstanceOf(Desk.Died.class);
        desk.surviveAll();
        desk.reopen();

        assertThat(desk.look(9)).isEmpty();
        assertThat(desk.letter(1).attempts()).isEqualTo(2);
        assertThat(desk.states()).containsEntry(1L, State.KEPT);
    }

    @Test
    void whatTheRelayForgotItGetsAgain() {
        desk.refuseAndSync(1, 2);
        desk.askReplayOfAll();
        desk.look(9);
        desk.letters().onReplayed(1);
        desk.letters().resume();

        assertThat(desk.look(9)).containsExactly(2L);
    }

    @Test
    void aReplayThatNobodyIsWaitingForChangesNothing() {
        desk.refuseAndSync(1);
        desk.letters().onReplayed(1);
        desk.letters().onReplayed(7);
        desk.letters().sync();

        assertThat(desk.states()).containsOnlyKeys(1L);
    }

    @Test
    void aDropHoldsHoweverTheReplayUnderWayEnds() {
        desk.refuseAndSync(1, 2, 3);
        desk.askReplay(1, 2);
        desk.look(9);
        desk.askDrop(1, 2);
        desk.look(9);
        desk.letters().onReplayed(1);
        desk.refuseAndSync(2);

        assertThat(desk.states()).containsOnlyKeys(3L);
        desk.reopen();
        assertThat(desk.look(9)).isEmpty();
        assertThat(desk.states()).containsOnlyKeys(3L);
    }

    @Test
    void whoeverDropsAndReplaysDrops() {
        desk.refuseAndSync(1, 2);
        desk.askReplay(1);
        desk.askDrop(1);

        assertThat(desk.look(9)).isEmpty();
        assertThat(desk.states()).containsOnlyKeys(2L);
    }

    @Test
    void aRequestThatWasHeededIsNotHeededAgain() throws IOException {
        desk.refuseAndSync(1, 2);
        desk.write(LetterRequest.replay(LetterNumbers.of(1), new LetterNumbers()));
        desk.look(9);
        desk.letters().onReplayed(1);
        desk.write(LetterRequest.replay(LetterNumbers.of(1), new LetterNumbers()));

        assertThat(desk.look(9)).isEmpty();
    }

    @Test
    void whatAStoppedServerIsAskedForIsHeededWhenItStarts() {
        desk.refuseAndSync(1, 2, 3);
        desk.letters().close();
        desk.askReplay(2);
        desk.askDrop(3);
        desk.reopen();

        assertThat(desk.look(9)).containsExactly(2L);
        assertThat(desk.states()).containsOnlyKeys(1L, 2L);
    }

    @Test
    void aLetterThatACrashWroteTwiceIsSentOnceAndGoesAsAWhole() {
        desk.refuseAndSync(1, 2);
        desk.reopen();
        desk.refuseAndSync(1);
        desk.askReplay(1);

        assertThat(desk.look(9)).containsExactly(1L);
        desk.letters().onReplayed(1);
        assertThat(desk.look(9)).isEmpty();
        assertThat(desk.states()).containsOnlyKeys(2L);
    }

    @Test
    void aLetterWithoutOriginalIsNotSentAndStays() throws IOException {
        desk.letters().tryAppend(new DeadLetter(3, 9, 2000, DeadLetter.Reason.DAMAGED, 0, "", "", null, null));
        desk.refuseAndSync(10);
        desk.askReplayOfAll();

        assertThat(desk.look(9)).containsExactly(10L);
        desk.letters().sync();
        assertThat(desk.states()).containsEntry(3L, State.KEPT).containsEntry(10L, State.REPLAY_ASKED);
        desk.reopen();
        assertThat(desk.states()).containsEntry(3L, State.KEPT);
    }

    @Test
    void aRequestThatCannotBeReadStopsNoOther() throws IOException {
        desk.refuseAndSync(1);
        Files.writeString(dir.resolve("vendor.0-0.request"), "{\"is\":\"burn\",\"letters\":\"1\"}\n");
        Files.writeString(dir.resolve("vendor.0-1.request"), "{\"is\":\"drop\",\"letters\":\"1\"}");
        desk.askReplay(1);

        assertThat(desk.wrong())
                .containsExactly(
                        "vendor.0-0.request:1: \"burn\" (expected: replay, drop or repeated)",
                        "vendor.0-1.request:0: the end is missing (expected: a file that ./weir deadletter wrote)");
        assertThat(desk.look(9)).containsExactly(1L);
        assertThat(desk.names()).contains("vendor.0-0.request", "vendor.0-1.request");
    }

    @Test
    void aLedgerLineThatCannotBeReadStopsNoOther() throws IOException {
        desk.refuseAndSync(1, 2, 3);
        desk.askDrop(1);
        desk.look(9);
        Path ledger = dir.resolve("vendor.ledger");
        Files.writeString(
                ledger,
                "rubbish\n{\"is\":\"burnt\",\"letters\":\"2\"}\n" + Files.readString(ledger) + "{\"is\":\"dropped\",");
        desk.reopen();
        assertThat(desk.states()).containsOnlyKeys(2L, 3L);
        desk.askDrop(2);
        desk.look(9);
        desk.reopen();

        assertThat(desk.states()).containsOnlyKeys(3L);
        assertThat(desk.wrong())
                .hasSize(2)
                .allMatch(wrong -> wrong.startsWith("vendor.ledger:") && wrong.contains("(expected: "));
    }

    @Test
    void theFileOfSettledLettersIsDeleted() throws IOException {
        desk.refuseAndSync(LongStream.rangeClosed(1, 12).toArray());
        assertThat(desk.names()).hasSizeGreaterThan(3);
        desk.askDrop(LongStream.rangeClosed(1, 11).toArray());
        desk.look(9);

        assertThat(desk.names()).containsExactly("vendor.ledger", "vendor.ndjson");
        assertThat(desk.states()).containsOnlyKeys(12L);
    }

    @Test
    void whenAllIsDroppedNothingIsLeftOfIt() throws IOException {
        desk.refuseAndSync(LongStream.rangeClosed(1, 12).toArray());
        desk.ask(seq -> true, true);
        desk.look(9);

        assertThat(desk.names()).containsExactly("vendor.ledger");
    }

    @Test
    void theLedgerStaysShort() throws IOException {
        desk.refuseAndSync(0x7fff_ffffL);
        for (long seq = 1; seq <= 200; seq++) {
            desk.refuseAndSync(seq);
            desk.askReplay(seq);
            desk.look(1);
            desk.letters().onReplayed(seq);
            desk.letters().sync();
        }

        assertThat(desk.bytesOf("vendor.ledger")).isLessThan(1000);
        assertThat(desk.bytesOf("*.ndjson")).isLessThan(Desk.SMALL.fileBytes());
        desk.reopen();
        assertThat(desk.states()).containsOnlyKeys(0x7fff_ffffL);
    }

    @Test
    void aShortenedLedgerStillKnowsWhereNumbersGoOn() {
        Desk tidy = new Desk(dir, new Bounds(2000, 20_000, 1));
        tidy.refuseAndSync(1, 2, 3);
        tidy.ask(seq -> true, true);
        tidy.look(1);
        tidy.letters().sync();
        tidy.reopen();
        tidy.refuseAndSync(9);

        assertThat(tidy.letter(9).number()).isEqualTo(4);
    }

    @Test
    void aShortenedLedgerStillKnowsWhatIsAsked() {
        desk.refuseAndSync(1, 2);
        desk.askReplay(1);
        assertThat(desk.look(1)).containsExactly(1L);
        for (long seq = 10; seq <= 60; seq++) {
            desk.refuseAndSync(seq);
            desk.askDrop(seq);
            desk.look(9);
        }
        desk.letters().sync();
        desk.reopen();

        assertThat(desk.look(9)).containsExactly(1L);
    }

    @Test
    void replaysGoOnAfterFilesWerePutAside() {
        LongStream.rangeClosed(1, 6).forEach(desk::refuseAndSync);
        desk.askReplayOfAll();
        assertThat(desk.look(5)).containsExactly(1L, 2L, 3L, 4L, 5L);
        LongStream.rangeClosed(7, 20).forEach(desk::refuseAndSync);
        desk.askReplay(20);

        assertThat(desk.look(9)).isEqualTo(List.of(6L, 20L));
    }
}
