package dev.weir.relay.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterFileTest {

    @TempDir
    Path dir;

    @Test
    void aLetterHoldsReasonStatusAndTheWholeOriginal() throws IOException {
        try (DeadLetterFile letters = DeadLetterFile.open(dir, "vendor")) {
            letters.tryAppend(refused(5));
        }

        assertThat(Files.readString(dir.resolve("vendor.ndjson")))
                .isEqualTo("{\"seq\":5,\"time\":\"1970-01-01T00:00:02.000Z\",\"reason\":\"refused\",\"status\":400,"
                        + "\"detail\":\"status 400\",\"line\":{\"seq\":5,\"time\":\"1970-01-01T00:00:01.000Z\","
                        + "\"dialect\":\"fake\",\"section\":\"shop\",\"type\":\"view\",\"did\":\"d1\",\"sid\":\"sid-1\","
                        + "\"event\":{\"item\":{\"id\":\"a\"}},"
                        + "\"client\":{\"address\":\"192.0.2.7\",\"user_agent\":\"Browser/1.0\"},"
                        + "\"raw\":{\"method\":\"POST\",\"path\":\"/push\",\"query\":\"a=1\",\"body_kind\":\"json\","
                        + "\"body\":\"a\"}}}\n");
    }

    @Test
    void aDamagedRangeIsOneLine() throws IOException {
        try (DeadLetterFile letters = DeadLetterFile.open(dir, "vendor")) {
            letters.tryAppend(new DeadLetter(3, 9, 2000, Reason.DAMAGED, 0, "", "", null, null));
        }

        assertThat(Files.readString(dir.resolve("vendor.ndjson")))
                .isEqualTo("{\"seq\":3,\"last_seq\":9,\"time\":\"1970-01-01T00:00:02.000Z\",\"reason\":\"damaged\"}\n");
    }

    @Test
    void aLetterIsAppendedAfterATornLineIsCutOff() throws IOException {
        Path file = dir.resolve("vendor.ndjson");
        Files.writeString(file, "{\"seq\":1}\n{\"seq\":", StandardOpenOption.CREATE);

        try (DeadLetterFile letters = DeadLetterFile.open(dir, "vendor")) {
            letters.tryAppend(refused(5));
        }

        assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("{\"seq\":1}");
    }

    @Test
    void aFullFileIsPutAside() throws IOException {
        try (DeadLetterFile letters = DeadLetterFile.open(dir, "vendor", 1, 1 << 20)) {
            letters.tryAppend(refused(5));
            letters.tryAppend(refused(6));
        }

        assertThat(dir.resolve("vendor.2000-6.ndjson")).exists();
    }

    @Test
    void beyondTheBoundNothingIsTakenAndNothingDeleted() throws IOException {
        try (DeadLetterFile letters = DeadLetterFile.open(dir, "vendor", 1, 1000)) {
            letters.tryAppend(refused(5));
            letters.tryAppend(refused(6));
            boolean isTaken = letters.tryAppend(refused(7));

            assertThat(isTaken).isFalse();
        }
        assertThat(lines()).isEqualTo(2);
    }

    @Test
    void thereIsRoomAgainOnceFilesWereMovedAway() throws IOException {
        try (DeadLetterFile letters = DeadLetterFile.open(dir, "vendor", 1, 1000)) {
            letters.tryAppend(refused(5));
            letters.tryAppend(refused(6));
            Files.delete(dir.resolve("vendor.2000-6.ndjson"));

            assertThat(letters.tryAppend(refused(7))).isTrue();
        }
    }

    private long lines() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        return lines;
    }

    private static DeadLetter refused(long seq) {
        Kept kept = new Kept(seq, 1000, Events.view("d1", "a"));
        return new DeadLetter(seq, seq, 2000, Reason.REFUSED, 400, "status 400", "", kept, new FakeDialect());
    }
}
