package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.deadletter.DeadLetterFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterCommandTest {

    private static final long TIME = 1_700_000_000_000L;

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path config = Path.of("unset");
    private Path letters = Path.of("unset");

    @BeforeEach
    void writeConfig() throws IOException {
        letters = Files.createDirectories(dir.resolve("data")).resolve("deadletters");
        writeConfig("sinks: [{name: vendor, type: file, dir: events}]", "vendor");
    }

    @Test
    void theListOfNoLettersIsItsHeaderAndItsCounts() {
        assertThat(run("list")).isZero();
        assertThat(lines())
                .containsExactly(
                        "SINK    SEQ        TIME                      SECTION  TYPE           REASON           STATUS  STATE         ATTEMPTS",
                        "0 letters: 0 kept, 0 replay asked, 0 drop asked");
        assertThat(dir.resolve("data")).as("to look makes nothing").isEmptyDirectory();
    }

    @Test
    void theListTellsOfEachLetterAndCounts() {
        refuse(5, 6);
        giveUpRange(8, 11);
        run("replay", "6");
        out.getBuffer().setLength(0);

        assertThat(run("list")).isZero();
        assertThat(lines().subList(1, 5))
                .containsExactly(
                        "vendor  5          2023-11-14T22:13:20.000Z  shop-a   view           refused          400     kept          1",
                        "vendor  6          2023-11-14T22:13:20.000Z  shop-a   view           refused          400     replay asked  1",
                        "vendor  8-11       2023-11-14T22:13:20.000Z  -        -              damaged          -       kept          1",
                        "3 letters: 2 kept, 1 replay asked, 0 drop asked");
    }

    @Test
    void theListCanBeFilteredAndLimited() {
        refuse(5, 6, 7);
        keep(new DeadLetter(9, 9, TIME, Reason.UNKNOWN_SECTION, 0, "", "", kept(9, "shop-b"), null));
        giveUpRange(10, 11);

        run("list", "--section", "shop-b");
        assertThat(lines()).hasSize(3).element(1).asString().startsWith("vendor  9 ");
        out.getBuffer().setLength(0);
        run("list", "--reason", "damaged");
        assertThat(lines()).hasSize(3).element(1).asString().startsWith("vendor  10-11 ");
        out.getBuffer().setLength(0);
        run("list", "--limit", "2");
        assertThat(lines()).hasSize(4).last().isEqualTo("5 letters (2 shown): 5 kept, 0 replay asked, 0 drop asked");
    }

    @Test
    void theListCanBeJson() {
        refuse(5, 6);

        assertThat(run("list", "--json", "--limit", "1")).isZero();
        assertThat(lines())
                .containsExactly("{\"sink\":\"vendor\",\"seq\":5,\"time\":\"2023-11-14T22:13:20.000Z\","
                        + "\"section\":\"shop-a\",\"type\":\"view\",\"reason\":\"refused\",\"status\":400,"
                        + "\"state\":\"kept\",\"attempts\":1}");
    }

    @Test
    void aLetterIsShownWithTheAnswerAndTheRequest() {
        refuse(5);

        assertThat(run("show", "5")).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        {
                          "sink" : "vendor",
                          "seq" : 5,
                          "time" : "2023-11-14T22:13:20.000Z",
                          "section" : "shop-a",
                          "type" : "view",
                          "reason" : "refused",
                          "status" : 400,
                          "state" : "kept",
                          "attempts" : 1,
                          "detail" : "status 400",
                          "answer" : "no \\u009b such shop",
                          "accepted" : "1970-01-01T00:00:01.000Z",
                          "dialect" : "personaclick",
                          "did" : "did-5",
                          "request" : {
                            "method" : "POST",
                            "path" : "/push",
                            "query" : "a=1",
                            "content_type" : "application/json",
                            "body" : "{\\"n\\":5}"
                          }
                        }
                        """);
    }

    @Test
    void aLetterWithoutOriginalIsShownWithWhatThereIs() {
        giveUpRange(8, 11);

        assertThat(run("show", "--sink", "vendor", "9")).isZero();
        assertThat(out.toString()).contains("\"last_seq\" : 11", "\"reason\" : \"damaged\"");
    }

    @Test
    void anOriginalThatIsDamagedIsSaidToBe() throws IOException {
        refuse(5);
        Path file = letters.resolve("vendor.ndjson");
        Files.writeString(
                file, Files.readString(file).replaceAll("\"original\":\".{12}", "\"original\":\"AAAAAAAAAAAA"));

        assertThat(run("show", "5")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("weir: " + file + ":1: original: checksum ")
                .contains("(expected: ");
        assertThat(out.toString()).contains("\"reason\" : \"refused\"");
        assertThat(run("replay", "5")).isEqualTo(1);
        assertThat(err.toString()).contains("weir: SEQ: 5: cannot be replayed: original: checksum ");
        assertThat(requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"replay 5 | 5 | 1", "replay --all | 5,6,7 | 3", "replay --from 6 --to 7 | 6,7 | 2"})
    void whatIsChosenIsAskedFor(String command, String seqs, int count) {
        refuse(5, 6, 7);

        assertThat(run(command.split(" "))).isZero();
        assertThat(lines())
                .containsExactly(
                        "vendor: " + count + " letters to be replayed; a running server begins within a second, a "
                                + "stopped one when it starts");
        assertThat(replayed()).isEqualTo(seqs);
    }

    @Test
    void itIsCountedWhatWasAskedBeforeOrCannotBe() {
        refuse(5, 6, 7);
        giveUpRange(8, 11);
        run("replay", "5");
        run("drop", "6");
        out.getBuffer().setLength(0);

        assertThat(run("replay", "--all")).isZero();
        assertThat(out.toString())
                .startsWith("vendor: 1 letters to be replayed, 2 asked for before, 1 that cannot be; a running server");
        assertThat(replayed()).isEqualTo("5,7");
    }

    @Test
    void lettersAreDroppedByReasonAndSection() {
        refuse(5, 6);
        keep(new DeadLetter(9, 9, TIME, Reason.UNKNOWN_SECTION, 0, "", "", kept(9, "shop-b"), null));
        giveUpRange(10, 11);

        assertThat(run("drop", "--reason", "damaged")).isZero();
        assertThat(run("drop", "--section", "shop-b", "--reason", "unknown-section"))
                .isZero();
        assertThat(replayed()).isEmpty();
        out.getBuffer().setLength(0);
        run("list");
        assertThat(lines()).hasSize(4);
        assertThat(lines()).last().isEqualTo("2 letters: 2 kept, 0 replay asked, 0 drop asked");
    }

    @Test
    void allAreDroppedOnlyByWhoIsSure() {
        refuse(5, 6);

        assertThat(run("drop", "--all")).isEqualTo(2);
        assertThat(err.toString().strip())
                .isEqualTo("weir: --all would drop every letter of the sink (expected: --yes with it)");
        assertThat(requests()).isEmpty();
        assertThat(run("drop", "--all", "--yes")).isZero();
        assertThat(replayed()).isEmpty();
        out.getBuffer().setLength(0);
        run("list");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void aDropIsToldOfBeforeTheServerHeedsIt() {
        refuse(5);
        run("drop", "5");
        out.getBuffer().setLength(0);
        run("list");

        assertThat(lines().get(1)).endsWith("drop asked    1");
    }

    @Test
    void ofLettersThatAreNamedAllMustBeThere() {
        refuse(5, 6);

        assertThat(run("replay", "5", "99")).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo(
                        "weir: SEQ: 99 (expected: a dead letter of sink vendor, as ./weir deadletter list shows them)");
        assertThat(requests()).isEmpty();
        assertThat(run("show", "99")).isEqualTo(1);
    }

    @Test
    void aLetterWithoutOriginalCannotBeReplayed() {
        giveUpRange(8, 11);

        assertThat(run("replay", "9")).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("weir: SEQ: 8-11: cannot be replayed: no original (expected: a letter whose reason is not "
                        + "damaged, for that left none)");
        assertThat(requests()).isEmpty();
    }

    @Test
    void whereNothingMatchesNothingIsAsked() {
        refuse(5);

        assertThat(run("replay", "--section", "shop-b")).isZero();
        assertThat(lines()).containsExactly("vendor: 0 letters to be replayed");
        assertThat(requests()).isEmpty();
    }

    @Test
    void theOwnerAloneMayReadARequest() throws IOException {
        refuse(5);
        run("replay", "5");

        assertThat(Files.getPosixFilePermissions(requests().get(0))).hasSize(2);
    }

    @Test
    void tooManyRequestsAreRefused() throws IOException {
        refuse(5);
        for (int i = 0; i < 4096; i++) {
            Files.createFile(letters.resolve("vendor." + i + "-0.request"));
        }

        assertThat(run("replay", "5")).isEqualTo(1);
        assertThat(err.toString()).contains("4096 requests wait for sink vendor (expected: fewer;");
    }

    @Test
    void aLineThatCannotBeReadStopsNoOther() throws IOException {
        refuse(5, 6);
        Path file = letters.resolve("vendor.ndjson");
        Files.write(
                file,
                List.of(
                        Files.readAllLines(file).get(0),
                        "rubbish",
                        Files.readAllLines(file).get(1)));

        assertThat(run("list")).isEqualTo(1);
        assertThat(lines()).hasSize(4);
        assertThat(err.toString()).startsWith("weir: " + file + ":2: no JSON: ").contains("(expected: a whole letter");
        assertThat(run("replay", "6")).isZero();
    }

    /** Else a config that was forgotten would look as if all were well. */
    @Test
    void aFolderThatIsNotThereIsNoListOfNoLetters() throws IOException {
        Files.delete(dir.resolve("data"));

        assertThat(run("list")).isEqualTo(2);
        assertThat(err.toString()).contains("data: no such folder (expected: the data of a Weir");
    }

    @Test
    void anUnknownSinkIsRefusedWithThoseThatThereAre() {
        for (String command : List.of("list", "show 5", "replay 5", "drop 5")) {
            err.getBuffer().setLength(0);
            assertThat(run((command + " --sink vendro").split(" "))).isEqualTo(2);
            assertThat(err.toString().strip()).isEqualTo("weir: --sink: vendro (expected: one of vendor)");
        }
    }

    @Test
    void ofSeveralSinksOneMustBeNamed() throws IOException {
        writeConfig("sinks: [{name: files, type: file, dir: e1}, {name: vendor, type: file, dir: e2}]", "vendor");
        refuse(5);
        keep("files", new DeadLetter(7, 7, TIME, Reason.DAMAGED, 0, "", "", null, null));

        assertThat(run("replay", "5")).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("weir: --sink is missing (expected: one of files, vendor)");
        assertThat(run("replay", "--sink", "vendor", "5")).isZero();
        out.getBuffer().setLength(0);
        assertThat(run("list", "--sink", "files")).isZero();
        assertThat(lines()).hasSize(3);
    }

    @Test
    void theOnlySinkThatHasLettersNeedNotBeNamed() throws IOException {
        writeConfig("sinks: [{name: files, type: file, dir: e1}, {name: vendor, type: file, dir: e2}]", "vendor");

        assertThat(run("show", "5")).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("weir: --sink is missing (expected: one of files, vendor)");
        refuse(5);
        assertThat(run("show", "5")).isZero();
        assertThat(run("replay", "5")).isZero();
    }

    @Test
    void whatASinkLeftThatIsNoMoreIsListedAndNotReplayed() throws IOException {
        refuse(5);
        writeConfig("sinks: [{name: files, type: file, dir: events}]", "files");

        run("list");
        assertThat(lines()).hasSize(3);
        assertThat(run("replay", "--sink", "vendor", "5")).isEqualTo(2);
        assertThat(err.toString().strip())
                .isEqualTo(
                        "weir: --sink: vendor is not in the config, so that no server would heed it (expected: one of "
                                + "files; what it left in " + letters + " may be deleted)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay | no letter is chosen (expected: either SEQ..., or --all, or --reason, --section, --from and --to)",
                "drop --yes | no letter is chosen (expected: either SEQ..., or --all, or --reason, --section, --from and --to)",
                "replay 5 --all | letters are chosen in several ways (expected: either SEQ..., or --all, or --reason, --section, --from and --to)",
                "replay --all --section s | letters are chosen in several ways (expected: either SEQ..., or --all, or --reason, --section, --from and --to)",
                "replay 0 | SEQ: 0 (expected: at least 1)",
                "replay --from 3 | --to is missing (expected: both --from and --to)",
                "replay --to 3 | --from is missing (expected: both --from and --to)",
                "replay --from 4 --to 3 | --from: 4 (expected: 1 to 3, which is --to)",
                "replay --reason tired | --reason: tired (expected: one of refused, damaged, missing, unknown-section, not-routed, unknown-dialect)",
                "list --reason tired | --reason: tired (expected: one of refused, damaged, missing, unknown-section, not-routed, unknown-dialect)",
                "list --limit 0 | --limit: 0 (expected: at least 1)"
            })
    void whatMakesNoSenseIsRefused(String command, String message) {
        refuse(5);

        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("weir: " + message);
        assertThat(requests()).isEmpty();
    }

    @Test
    void aNumberThatIsNoneIsAUsageError() {
        assertThat(run("replay", "five")).isEqualTo(2);
        assertThat(err.toString()).contains("five");
    }

    @Test
    void aMissingSubcommandSaysWhichThereAre() {
        assertThat(Main.commandLine().setErr(new PrintWriter(err)).execute("deadletter"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("expected: list, show, replay or drop");
    }

    private void refuse(long... seqs) {
        for (long seq : seqs) {
            keep(new DeadLetter(
                    seq,
                    seq,
                    TIME,
                    Reason.REFUSED,
                    400,
                    "status 400",
                    "no \u009b such shop",
                    kept(seq, "shop-a"),
                    null));
        }
    }

    private void giveUpRange(long first, long last) {
        keep(new DeadLetter(first, last, TIME, Reason.DAMAGED, 0, "", "", null, null));
    }

    private void keep(DeadLetter letter) {
        keep("vendor", letter);
    }

    private void keep(String sink, DeadLetter letter) {
        try (DeadLetterFile file = DeadLetterFile.open(letters, sink, () -> Instant.EPOCH)) {
            file.tryAppend(letter);
        }
    }

    private static Kept kept(long seq, String section) {
        Beacon beacon = new Beacon(
                "POST", "/push", "a=1", BodyKind.JSON, ("{\"n\":" + seq + "}").getBytes(StandardCharsets.UTF_8));
        return new Kept(
                seq,
                1000,
                new Envelope(
                        "personaclick",
                        section,
                        EventType.VIEW,
                        "did-" + seq,
                        null,
                        null,
                        Envelope.Notes.NONE,
                        Envelope.Client.UNKNOWN,
                        beacon));
    }

    /** What the server, which now starts, is asked to send again. */
    private String replayed() {
        try (DeadLetterFile file = DeadLetterFile.open(letters, "vendor", () -> Instant.EPOCH)) {
            return String.join(
                    ",",
                    file.takeReplays(1000).stream()
                            .map(kept -> Long.toString(kept.seq()))
                            .toList());
        }
    }

    private List<Path> requests() {
        List<Path> requests = new ArrayList<>();
        try (var found = Files.newDirectoryStream(letters, "*.request*")) {
            found.forEach(requests::add);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return requests;
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    private int run(String... arguments) {
        String[] line = Stream.of(
                        Stream.of("deadletter"), Stream.of(arguments), Stream.of("--config", config.toString()))
                .flatMap(each -> each)
                .toArray(String[]::new);
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line);
    }

    private void writeConfig(String sinks, String sink) throws IOException {
        config = Files.writeString(dir.resolve("weir.yaml"), """
                data: %s
                %s
                sections:
                  - {name: shop-a, personaclick: [{shop-id: a}], sinks: [%s]}
                """.formatted(dir.resolve("data"), sinks, sink));
    }
}
