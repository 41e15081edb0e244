package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.journal.Acks;
import dev.weir.journal.file.FileJournal;
import dev.weir.journal.file.FileJournalOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JournalCommandTest {

    private static final String FIRST_FILE = "00000000000000000001.journal";

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeThreeEvents() throws IOException {
        try (FileJournal journal = open()) {
            Acks acks = new Acks();
            for (int i = 1; i <= 3; i++) {
                journal.append(envelope("{\"n\":" + i + "}"), acks.next());
            }
        }
    }

    @Test
    void verifyOfAWholeJournalIsClean() {
        assertThat(run("verify")).isZero();
        assertThat(out).asString().contains(FIRST_FILE + "  1..3 (3 events)").contains("1 files, 3 events, 0 damaged");
    }

    @Test
    void verifyNamesThePlaceAndTheNumberOfDamage() throws IOException {
        flipByte(4096 + 40);
        assertThat(run("verify")).isEqualTo(1);
        assertThat(out).asString().contains("DAMAGED").contains("  at 4096, ").contains("missing 1..1");
    }

    @Test
    void verifyTellsOfADamagedHeader() throws IOException {
        flipByte(20);
        assertThat(run("verify")).isEqualTo(1);
        assertThat(out).asString().contains("one of the two headers is damaged");
    }

    @Test
    void catSaysThatSomethingIsMissing() throws IOException {
        flipByte(4096 + 40);

        assertThat(run("cat")).isEqualTo(1);
        assertThat(err).asString().contains("weir: 1 damaged places (./weir journal verify");
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsRefused() {
        int exit = Main.commandLine()
                .setErr(new PrintWriter(err))
                .execute("journal", "cat", dir.toString(), "--from", "3", "--to", "1");

        assertThat(exit).isEqualTo(2);
        assertThat(err).asString().contains("--to: 1 (expected: not before --from 3)");
    }

    @Test
    void verifyChangesNothing() throws IOException {
        flipByte(4096 + 40);
        byte[] before = Files.readAllBytes(dir.resolve(FIRST_FILE));
        run("verify");
        assertThat(Files.readAllBytes(dir.resolve(FIRST_FILE))).isEqualTo(before);
        assertThat(dir.resolve("quarantine")).doesNotExist();
    }

    @Test
    void verifyWorksWhileAProcessHoldsTheJournal() throws IOException {
        try (FileJournal journal = open()) {
            assertThat(journal.lastSeq()).isEqualTo(3);
            assertThat(run("verify")).isZero();
        }
    }

    @Test
    void listTellsNumbersTimesAndBytes() {
        assertThat(run("list")).isZero();
        assertThat(out).asString().contains("1..3 (3 events)  2023-11-14T22:13:20Z to 2023-11-14T22:13:20Z");
    }

    @Test
    void catPrintsOneLineOfJsonForEachEvent() {
        assertThat(run("cat")).isZero();
        assertThat(out.toString().lines())
                .hasSize(3)
                .first()
                .isEqualTo("{\"seq\":1,\"time\":\"2023-11-14T22:13:20Z\",\"dialect\":\"personaclick\","
                        + "\"section\":\"demo\",\"type\":\"view\",\"did\":\"d1\",\"sid\":null,\"path\":\"/push\","
                        + "\"query\":\"a=b\",\"body\":\"{\\\"n\\\":1}\"}");
    }

    @Test
    void aMissingDirectoryIsNamed() {
        dir = dir.resolve("nowhere");
        assertThat(run("verify")).isEqualTo(2);
        assertThat(err)
                .asString()
                .contains("nowhere (expected: a folder with *.journal files, or the data folder above it)");
    }

    @Test
    void aMissingSubcommandSaysWhichThereAre() {
        assertThat(commandLine().execute()).isEqualTo(2);
        assertThat(err).asString().contains("expected: verify, list, cat or stat");
    }

    private int run(String subcommand) {
        return commandLine().execute(subcommand, dir.toString());
    }

    private CommandLine commandLine() {
        return new CommandLine(new JournalCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
    }

    private void flipByte(int offset) throws IOException {
        Path file = dir.resolve(FIRST_FILE);
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= 1;
        Files.write(file, bytes);
    }

    private FileJournal open() throws IOException {
        return FileJournal.open(
                FileJournalOptions.in(dir).withFileBytes(64 * 1024).withReserveBytes(0),
                InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)),
                System::nanoTime,
                new Random(5),
                new SimpleMeterRegistry());
    }

    private static Envelope envelope(String body) {
        return new Envelope(
                "personaclick",
                "demo",
                EventType.VIEW,
                "d1",
                null,
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                new Beacon("POST", "/push", "a=b", Beacon.BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8)));
    }
}
