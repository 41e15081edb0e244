package dev.weir.erase;

import dev.weir.event.Traces;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Looks at every byte of every file below folders, decompressed where it is compressed. Confined to one thread. */
final class FileSearch {

    private static final int CHUNK_BYTES = 1 << 20;
    /** Longer than anything that is looked for. */
    private static final int OVERLAP_BYTES = 8 << 10;

    private final Traces traces;
    private int files;
    private int hits;

    FileSearch(Traces traces) {
        this.traces = traces;
    }

    void search(Path folder, Predicate<Path> isWanted) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(isWanted)
                    .toList();
        } catch (NoSuchFileException none) {
            return;
        }
        for (Path file : all) {
            try (InputStream in = open(file)) {
                files++;
                hits += areTracesIn(in) ? 1 : 0;
            } catch (NoSuchFileException gone) {
                // While we looked.
            }
        }
    }

    int files() {
        return files;
    }

    int hits() {
        return hits;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    }

    private boolean areTracesIn(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        int kept = 0;
        for (int read = in.readNBytes(chunk, 0, CHUNK_BYTES); read > 0; ) {
            int end = kept + read;
            if (traces.areIn(chunk, 0, end)) {
                return true;
            }
            kept = Math.min(OVERLAP_BYTES, end);
            System.arraycopy(chunk, end - kept, chunk, 0, kept);
            read = in.readNBytes(chunk, kept, CHUNK_BYTES - kept);
        }
        return false;
    }
}
