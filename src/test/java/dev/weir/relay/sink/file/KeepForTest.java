package dev.weir.relay.sink.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepForTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Duration KEEP = Duration.ofDays(30);
    private static final Duration TEN_YEARS = Duration.ofDays(3650);

    @TempDir
    private Path dir;

    private Instant now = START;
    private Path old;
    private Path last;
    private FinishedFiles finished;

    @BeforeEach
    void write() throws IOException {
        EventFiles files = new EventFiles(dir, "files");
        old = file(files, START);
        last = file(files, START.plus(KEEP));
        FileSinkOptions options =
                new FileSinkOptions("files", dir, 1 << 20, FileSinkOptions.DEFAULT_MAX_AGE, false, null, KEEP);
        finished = new FinishedFiles(options, files, () -> now, Runnable::run);
    }

    @Test
    void aFileGoesWhenItIsOldEnough() {
        now = START.plus(KEEP);
        finished.onFinished(last);
        assertThat(old).exists();

        now = START.plus(KEEP).plusMillis(1);
        finished.onFinished(last);
        assertThat(old).doesNotExist();
        assertThat(last).exists();
    }

    @Test
    void aFileThatWasWrittenWhileTheClockWasSetBackIsNoOlderForIt() throws IOException {
        Files.setLastModifiedTime(old, FileTime.from(START.minus(TEN_YEARS)));
        now = START.plusSeconds(1);
        finished.onFinished(last);
        assertThat(old).exists();
    }

    private static Path file(EventFiles files, Instant born) throws IOException {
        Path file = files.next(born.toEpochMilli(), 1);
        Files.writeString(file, "{\"seq\":1,\"time\":\"\"}\n");
        Files.setLastModifiedTime(file, FileTime.from(born));
        return file;
    }
}
