package dev.weir.relay.sink.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventFilesTest {

    private static final int BLOCK_BYTES = 64 << 10;

    @TempDir
    private Path dir;

    private final AtomicInteger rests = new AtomicInteger();

    @Test
    void whatIsNotUrgentIsCompressedWithARestAfterEachBlock() throws IOException {
        byte[] lines = new byte[3 * BLOCK_BYTES + 1];
        Path plain = compress(lines, false);

        assertThat(rests).hasValue(4);
        try (InputStream read = EventFiles.read(plain)) {
            assertThat(read.readAllBytes()).isEqualTo(lines);
        }
    }

    @Test
    void whatIsUrgentIsCompressedWithoutARest() throws IOException {
        Path plain = compress(new byte[3 * BLOCK_BYTES], true);

        assertThat(rests).hasValue(0);
        assertThat(plain).doesNotExist();
    }

    private Path compress(byte[] lines, boolean isUrgent) throws IOException {
        EventFiles files = new EventFiles(dir, "files", rests::incrementAndGet);
        Path plain = files.next(0, 1);
        Files.write(plain, lines);
        files.compress(plain, isUrgent, () -> false);
        return plain;
    }
}
