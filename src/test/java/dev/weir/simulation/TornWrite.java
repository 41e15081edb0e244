package dev.weir.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes back a part of the last write to a journal's directory, as a power cut does before the write is forced. */
final class TornWrite {

    private final Path dir;
    private @Nullable Path file;
    private byte[] before = {};

    TornWrite(Path dir) {
        this.dir = dir;
    }

    /** The write comes next; it goes to the newest file, or to one that does not exist yet, which is left alone. */
    void remember() {
        try (Stream<Path> files = Files.list(dir)) {
            file = files.filter(each -> each.toString().endsWith(".journal"))
                    .max(Path::compareTo)
                    .orElseThrow();
            before = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From a random byte of the write on, what was there before it is there again. */
    void tear(Random random) {
        Path written = file;
        if (written == null) {
            return;
        }
        try {
            byte[] after = Files.readAllBytes(written);
            int first = Arrays.mismatch(before, after);
            if (first < 0) {
                return;
            }
            int last = after.length;
            while (before[last - 1] == after[last - 1]) {
                last--;
            }
            int from = first + random.nextInt(last - first + 1);
            System.arraycopy(before, from, after, from, last - from);
            Files.write(written, after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
