package dev.weir.erase;

import dev.weir.event.Traces;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at every byte of every file below folders, decompressed where it is compressed. Confined to one thread. */
final class FileSearch {

    private static final Logger LOG = LoggerFactory.getLogger(FileSearch.class);

    /** A fresh volume has it, for its administrator alone, and nothing of ours. */
    private static final String FILE_SYSTEMS_OWN = "lost+found";

    private static final int CHUNK_BYTES = 1 << 20;
    /** Longer than anything that is looked for. */
    private static final int OVERLAP_BYTES = 8 << 10;

    private final Traces traces;
    private int files;
    private int hits;
    private int unreadable;

    FileSearch(Traces traces) {
        this.traces = traces;
    }

    void search(Path folder, Predicate<Path> isWanted) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return dir.endsWith(FILE_SYSTEMS_OWN) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && isWanted.test(file)) {
                    all.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                onFailed(file, failure);
                return FileVisitResult.CONTINUE;
            }
        });
        for (Path file : all) {
            searchIn(file);
        }
    }

    private void searchIn(Path file) {
        try {
            files++;
            hits += isHit(file) ? 1 : 0;
        } catch (IOException failure) {
            onFailed(file, failure);
        }
    }

    private boolean isHit(Path file) throws IOException {
        if (file.toString().endsWith(".gz")) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                return areTracesIn(in);
            } catch (ZipException | EOFException none) {
                // It only bears the name, or was cut short: its bytes are looked at as they are.
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            return areTracesIn(in);
        }
    }

    private void onFailed(Path file, IOException failure) {
        // While we looked, it may have gone.
        if (!(failure instanceof NoSuchFileException)) {
            unreadable++;
            LOG.warn("erase file={} cannot be searched: {}", file, failure.toString());
        }
    }

    int files() {
        return files;
    }

    int hits() {
        return hits;
    }

    /** Files and folders that could not be looked at. */
    int unreadable() {
        return unreadable;
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
