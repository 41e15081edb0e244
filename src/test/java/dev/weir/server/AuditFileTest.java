package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.admin.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditFileTest {

    @TempDir
    private Path dir;

    @Test
    void eachEntryIsALineThatItsOwnerAloneMayRead() throws Exception {
        try (AuditFile audit = AuditFile.open(dir)) {
            audit.write(entry("asked"));
            audit.write(entry("200"));
        }

        Path file = dir.resolve("audit.ndjson");
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"time\":\"2026-11-28T00:00:00Z\",\"id\":\"1\",\"address\":\"127.0.0.1\",\"action\":\"POST /x\","
                                + "\"parameters\":\"a=\\\"\\n\\\"\",\"outcome\":\"asked\"}",
                        "{\"time\":\"2026-11-28T00:00:00Z\",\"id\":\"1\",\"address\":\"127.0.0.1\",\"action\":\"POST /x\","
                                + "\"parameters\":\"a=\\\"\\n\\\"\",\"outcome\":\"200\"}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatAnEarlierProcessWroteStays() throws Exception {
        try (AuditFile audit = AuditFile.open(dir)) {
            audit.write(entry("asked"));
        }
        try (AuditFile audit = AuditFile.open(dir)) {
            audit.write(entry("200"));
        }

        assertThat(Files.readAllLines(dir.resolve("audit.ndjson"))).hasSize(2);
    }

    @Test
    void aFileThatWasTakenAwayIsBegunAnew() throws Exception {
        try (AuditFile audit = AuditFile.open(dir)) {
            audit.write(entry("first"));
            Files.move(dir.resolve("audit.ndjson"), dir.resolve("elsewhere"));
            audit.write(entry("second"));
            Files.delete(dir.resolve("audit.ndjson"));
            audit.write(entry("third"));
        }

        assertThat(Files.readAllLines(dir.resolve("elsewhere"))).hasSize(1);
        assertThat(Files.readAllLines(dir.resolve("audit.ndjson")))
                .singleElement()
                .asString()
                .contains("third");
    }

    @Test
    void aRotationThatFailedIsTriedAgain() throws Exception {
        try (AuditFile audit = AuditFile.open(dir, 1)) {
            audit.write(entry("first"));
            Files.createFile(dir.resolve("audit.7.ndjson"));
            Path obstacle = Files.createDirectories(dir.resolve("audit.8.ndjson/x"));
            assertThatThrownBy(() -> audit.write(entry("refused"))).isInstanceOf(IOException.class);
            Files.delete(obstacle);
            Files.delete(obstacle.getParent());

            audit.write(entry("second"));
        }

        assertThat(Files.readAllLines(dir.resolve("audit.1.ndjson")))
                .singleElement()
                .asString()
                .contains("first");
        assertThat(Files.readAllLines(dir.resolve("audit.ndjson")))
                .singleElement()
                .asString()
                .contains("second");
    }

    @Test
    void onlyTheNewestFilesAreKept() throws Exception {
        try (AuditFile audit = AuditFile.open(dir, 1)) {
            for (int i = 0; i < 12; i++) {
                audit.write(entry("n" + i));
            }
        }

        List<String> outcomes = new ArrayList<>();
        for (int age = 8; age > 0; age--) {
            outcomes.addAll(Files.readAllLines(dir.resolve("audit." + age + ".ndjson")));
        }
        outcomes.addAll(Files.readAllLines(dir.resolve("audit.ndjson")));
        assertThat(outcomes).hasSize(9).first().asString().contains("\"n3\"");
        assertThat(outcomes.get(8)).contains("\"n11\"");
        try (var files = Files.list(dir)) {
            assertThat(files).hasSize(9);
        }
    }

    private static Audit.Entry entry(String outcome) {
        return new Audit.Entry(Instant.parse("2026-11-28T00:00:00Z"), "1", "127.0.0.1", "POST /x", "a=\"\n\"", outcome);
    }
}
