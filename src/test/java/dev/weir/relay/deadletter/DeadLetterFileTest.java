package dev.weir.relay.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.DeviceTraces;
import dev.weir.journal.Envelopes;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.journal.file.EntryText;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.fake.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How letters are kept. */
class DeadLetterFileTest {

    private static final String PERSON = "device-of-the-person";

    @TempDir
    Path dir;

    @Test
    void aLetterHoldsReasonStatusAnswerAndTheWholeOriginal() throws IOException {
        Desk desk = desk(Bounds.DEFAULT);
        desk.refuseAndSync(5);

        assertThat(Files.readString(newest()))
                .isEqualTo("{\"letter\":1,\"seq\":5,\"time\":\"1970-01-01T00:00:02.005Z\",\"reason\":\"refused\","
                        + "\"status\":400,\"detail\":\"status 400\",\"answer\":\"no\","
                        + "\"line\":{\"seq\":5,\"time\":\"1970-01-01T00:00:01.005Z\","
                        + "\"dialect\":\"fake\",\"section\":\"shop\",\"type\":\"view\",\"did\":\"d1\",\"sid\":\"sid-1\","
                        + "\"event\":{\"item\":{\"id\":\"a5\"}},"
                        + "\"client\":{\"address\":\"192.0.2.7\",\"user_agent\":\"Browser/1.0\"},"
                        + "\"raw\":{\"method\":\"POST\",\"path\":\"/push\",\"query\":\"a=1\",\"body_kind\":\"json\","
                        + "\"body\":\"a5\"}},\"original\":\"" + EntryText.of(Desk.kept(5)) + "\"}\n");
    }

    @Test
    void aLetterIsReadBackAsItWas() {
        Desk desk = desk(Bounds.DEFAULT);
        desk.refuseAndSync(5);

        KeptLetter letter = desk.letter(5);
        assertThat(letter)
                .isEqualTo(new KeptLetter(
                        1,
                        5,
                        5,
                        1,
                        LetterNumbers.NONE,
                        2005,
                        "refused",
                        400,
                        "status 400",
                        "no",
                        1005,
                        "shop",
                        "view",
                        EntryText.of(Desk.kept(5))));
        assertThat(Envelopes.same(letter.toKept().envelope(), Desk.kept(5).envelope()))
                .isTrue();
    }

    @Test
    void aDamagedRangeIsOneLine() throws IOException {
        Desk desk = desk(Bounds.DEFAULT);
        desk.letters().tryAppend(new DeadLetter(3, 9, 2000, Reason.DAMAGED, 0, "", "", null, null));
        desk.letters().sync();

        assertThat(Files.readString(newest()))
                .isEqualTo("{\"letter\":1,\"seq\":3,\"last_seq\":9,\"time\":\"1970-01-01T00:00:02.000Z\","
                        + "\"reason\":\"damaged\"}\n");
        assertThat(desk.letter(3).lastSeq()).isEqualTo(9);
    }

    @Test
    void anAnswerCutInTheMiddleOfACharacterIsKept() {
        Desk desk = desk(Bounds.DEFAULT);
        DeadLetter plain = Desk.refused(5);
        desk.letters()
                .tryAppend(new DeadLetter(
                        5, 5, 2000, Reason.REFUSED, 400, "", "so\uD83D", plain.original(), plain.dialect()));
        desk.letters().sync();

        assertThat(desk.letter(5).answer()).isEqualTo("so?");
    }

    @Test
    void aLetterIsAppendedAfterATornLineIsCutOff() throws IOException {
        desk(Bounds.DEFAULT).refuseAndSync(4);
        String whole = Files.readString(newest());
        Files.writeString(newest(), whole + "{\"letter\":2,\"seq\":");

        Desk desk = desk(Bounds.DEFAULT);
        assertThat(desk.wrong())
                .containsExactly("vendor.ndjson:2: 18 bytes without an end (expected: a whole letter, unless a server "
                        + "is writing it)");
        desk.refuseAndSync(5);

        assertThat(Files.readAllLines(newest())).hasSize(2).first().isEqualTo(whole.strip());
        assertThat(desk.states()).containsOnlyKeys(4L, 5L);
        assertThat(desk.wrong()).isEmpty();
    }

    @Test
    void aFullFileIsPutAside() throws IOException {
        Desk desk = desk(new Bounds(1, 1 << 20, 1000));
        desk.refuseAndSync(5, 6);

        assertThat(desk.names()).containsExactly("vendor.2006-2.ndjson", "vendor.ndjson");
        assertThat(desk.states()).containsOnlyKeys(5L, 6L);
    }

    @Test
    void beyondTheBoundNothingIsTakenAndNothingDeleted() throws IOException {
        Desk desk = desk(new Bounds(1, 1700, 1000));
        desk.refuseAndSync(5, 6);

        assertThat(desk.refuse(7)).isFalse();
        assertThat(desk.refuse(7)).isFalse();
        assertThat(desk.states()).containsOnlyKeys(5L, 6L);
    }

    @Test
    void thereIsRoomAgainOnceFilesWereMovedAway() throws IOException {
        Desk desk = desk(new Bounds(1, 1700, 1000));
        desk.refuseAndSync(5, 6);
        Files.delete(dir.resolve("vendor.2006-2.ndjson"));

        assertThat(desk.refuse(7)).isTrue();
    }

    @Test
    void thereIsRoomAgainOnceLettersWereDropped() throws IOException {
        Desk desk = desk(new Bounds(2400, 2400, 1000));
        desk.refuseAndSync(1, 2, 3);
        assertThat(desk.refuse(4)).isFalse();

        desk.askDrop(2);
        desk.look(1);

        assertThat(desk.refuse(4)).isTrue();
        desk.letters().sync();
        assertThat(desk.states()).containsOnlyKeys(1L, 3L, 4L);
        assertThat(Files.readString(newest())).doesNotContain("\"letter\":2,");
    }

    @Test
    void whatEndsAReplayIsTakenBeyondTheBound() {
        Desk desk = desk(new Bounds(2400, 2400, 1000));
        desk.refuseAndSync(1, 2, 3);
        desk.askReplay(1);
        desk.look(1);

        assertThat(desk.refuse(4)).isFalse();
        assertThat(desk.refuse(1)).isTrue();
        assertThat(desk.states()).containsOnlyKeys(1L, 2L, 3L);
    }

    @Test
    void numbersGoOnAfterARestart() {
        desk(Bounds.DEFAULT).refuseAndSync(5, 6);
        Desk desk = desk(Bounds.DEFAULT);
        desk.refuseAndSync(7);

        assertThat(desk.letter(7).number()).isEqualTo(3);
    }

    @Test
    void aNumberIsNotGivenAgainAfterAllLettersAreGone() {
        Desk desk = desk(Desk.SMALL);
        desk.refuseAndSync(1, 2, 3);
        desk.askDrop(1, 2, 3);
        desk.look(1);
        desk.reopen();
        desk.refuseAndSync(9);

        assertThat(desk.letter(9).number()).isEqualTo(4);
    }

    @Test
    void aNumberThatSomebodyAskedForIsNotGivenToAnother() throws IOException {
        Desk desk = desk(Bounds.DEFAULT);
        desk.refuseAndSync(1);
        desk.refuse(2);
        desk.askDrop(2);
        // A power cut takes the letter, which was not forced, and leaves the request, which was.
        Files.writeString(newest(), Files.readAllLines(newest()).get(0) + "\n");
        desk.reopen();
        desk.refuseAndSync(7);
        desk.look(1);

        assertThat(desk.states()).containsOnlyKeys(1L, 7L);
    }

    @Test
    void ofTwoLettersOfOneEventTheLastCounts() {
        Desk desk = desk(Bounds.DEFAULT);
        desk.refuseAndSync(5, 6);
        desk.reopen();
        desk.refuseAndSync(5);

        assertThat(desk.states()).containsOnlyKeys(5L, 6L);
        assertThat(desk.letter(5).number()).isEqualTo(3);
    }

    @Test
    void twoEventsOfOneNumberAreTwoLetters() {
        Desk desk = desk(Bounds.DEFAULT);
        desk.refuseAndSync(5);
        desk.letters().tryAppend(Desk.refused(new Kept(5, 9999, Desk.kept(5).envelope())));
        desk.letters().sync();
        desk.askReplayOfAll();

        // One at a time, for the relay knows them by their number.
        assertThat(desk.look(9)).containsExactly(5L);
        desk.letters().onReplayed(5);
        assertThat(desk.look(9)).containsExactly(5L);
        desk.letters().onReplayed(5);
        assertThat(desk.look(9)).isEmpty();
        assertThat(desk.states()).isEmpty();
    }

    @Test
    void aLineThatCannotBeReadStopsNoOther() throws IOException {
        Desk desk = desk(Bounds.DEFAULT);
        desk.refuseAndSync(1, 2, 3);
        List<String> lines = Files.readAllLines(newest());
        Files.write(newest(), List.of(lines.get(0), "{\"letter\":2,\"seq\":tw", lines.get(2), "{\"seq\":7}"));

        assertThat(desk.states()).containsOnlyKeys(1L, 3L);
        assertThat(desk.wrong()).hasSize(2);
        assertThat(desk.wrong().get(0)).startsWith("vendor.ndjson:2: no JSON: ").contains("(expected: a whole letter");
        assertThat(desk.wrong().get(1)).startsWith("vendor.ndjson:4: no number of a letter (expected: ");
    }

    @Test
    void aLineThatCannotBeReadOutlivesItsFile() throws IOException {
        Desk desk = desk(Bounds.DEFAULT);
        desk.refuseAndSync(1, 2, 3);
        List<String> lines = Files.readAllLines(newest());
        Files.write(newest(), List.of(lines.get(0), "rubbish", lines.get(2)));
        desk.reopen();
        LetterNumbers all = new LetterNumbers();
        all.add(1, 3);
        desk.write(LetterRequest.drop(all, new LetterNumbers()));
        desk.look(1);

        assertThat(Files.readAllLines(newest())).containsExactly("rubbish");
        desk.refuseAndSync(9);
        assertThat(desk.states()).containsOnlyKeys(9L);
        assertThat(desk.letter(9).number()).isEqualTo(4);
    }

    @Test
    void lettersOfWhomIsErasedAreGoneAndAllOthersStay() throws IOException {
        Desk desk = desk(Bounds.DEFAULT);
        desk.refuseAndSync(1, 3);
        refuseOf(desk, PERSON, 2);
        refuseOf(desk, PERSON, 4);
        desk.askReplay(3, 4);

        assertThat(desk.letters().erase(new DeviceTraces("shop", PERSON))).isEqualTo(2);

        assertThat(desk.states()).containsOnlyKeys(1L, 3L);
        assertThat(desk.letter(1).toKept().seq()).isEqualTo(1);
        assertNobodyIsFound();
        desk.reopen();
        assertThat(desk.look(9)).containsExactly(3L);
        assertThat(desk.letters().erase(new DeviceTraces("shop", PERSON))).isZero();
        assertThat(desk.wrong()).isEmpty();
    }

    @Test
    void aDeathAtAnyStepOfAnErasureLosesNobodyElsesLetterAndAgainFinishesIt() throws IOException {
        int deaths = 0;
        boolean isSurvived = false;
        while (!isSurvived) {
            Desk desk = new Desk(Files.createDirectory(dir.resolve("life" + deaths)), Bounds.DEFAULT);
            desk.refuseAndSync(1);
            refuseOf(desk, PERSON, 2);
            desk.refuseAndSync(3);
            desk.dieAfter(deaths);
            try {
                desk.letters().erase(new DeviceTraces("shop", PERSON));
                isSurvived = true;
            } catch (Desk.Died died) {
                deaths++;
            }
            desk.surviveAll();
            desk.reopen();
            desk.letters().erase(new DeviceTraces("shop", PERSON));

            assertThat(desk.states()).as("after %s changes", deaths).containsOnlyKeys(1L, 3L);
        }
        assertNobodyIsFound();
        assertThat(deaths).isPositive();
    }

    private static void refuseOf(Desk desk, String device, long seq) {
        desk.letters().tryAppend(Desk.refused(new Kept(seq, 1000 + seq, Events.view(device, "a" + seq))));
        desk.letters().sync();
    }

    /** Neither in plain text nor in what is kept of the original. */
    private void assertNobodyIsFound() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(PERSON, "\"a2\"", "\"a4\"");
            }
        }
    }

    private Desk desk(Bounds bounds) {
        return new Desk(dir, bounds);
    }

    private Path newest() {
        return dir.resolve("vendor.ndjson");
    }
}
