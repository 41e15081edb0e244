package dev.weir.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots in one folder, {@code state-<number>.snap}: the newest two. Written beside and renamed, so that a name stands
 * for a whole file; what is damaged all the same is renamed to {@code .broken}, of which the newest two are kept.
 * Confined to one thread at a time.
 */
final class SnapshotFolder {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFolder.class);
    private static final String PREFIX = "state-";
    private static final String SUFFIX = ".snap";
    private static final String BROKEN = ".broken";
    private static final String BESIDE = "state.tmp";
    private static final int KEPT = 2;

    private final Path dir;
    private final NavigableMap<Long, Path> snapshots;

    private SnapshotFolder(Path dir, NavigableMap<Long, Path> snapshots) {
        this.dir = dir;
        this.snapshots = snapshots;
    }

    /** Makes the folder when missing, and removes what a crash left unfinished. */
    static SnapshotFolder open(Path dir) throws IOException {
        Files.createDirectories(dir);
        Files.deleteIfExists(dir.resolve(BESIDE));
        return new SnapshotFolder(dir, named(dir, SUFFIX));
    }

    /**
     * Loads the newest snapshot that is whole, and not ahead of the journal. Those that are not are put aside.
     *
     * @param lastSeq the newest entry of the journal
     * @param body takes one in, beginning afresh; what it makes of one that cannot be read is worth nothing
     * @return the number of the newest entry in it, or 0 if there is none
     */
    long load(long lastSeq, SnapshotFile.Body body) throws IOException {
        Map.Entry<Long, Path> newest;
        while ((newest = snapshots.lastEntry()) != null) {
            long seq = newest.getKey();
            Path path = newest.getValue();
            if (seq > lastSeq) {
                LOG.error(
                        "state snapshot={} journal={}: the snapshot has entries that the journal lost; put aside",
                        seq,
                        lastSeq);
            } else {
                try {
                    SnapshotFile.read(path, seq, body);
                    return seq;
                } catch (IOException | RuntimeException e) {
                    LOG.error("state snapshot={} cannot be read; put aside", path, e);
                }
            }
            putAside(seq, path);
        }
        return 0;
    }

    /** Writes one. Returns its size. */
    long save(long seq, SnapshotPart body) throws IOException {
        Path beside = dir.resolve(BESIDE);
        long bytes;
        try {
            bytes = SnapshotFile.write(beside, seq, body);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        Path path = dir.resolve(String.format(Locale.ROOT, "%s%020d%s", PREFIX, seq, SUFFIX));
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        force();
        snapshots.put(seq, path);
        prune(snapshots);
        return bytes;
    }

    /** Deletes all snapshots but the newest, and all that were put aside: they know what has been erased since. */
    void keepNewestAlone() throws IOException {
        while (snapshots.size() > 1) {
            Files.deleteIfExists(snapshots.firstEntry().getValue());
            snapshots.pollFirstEntry();
        }
        for (Path broken : named(dir, SUFFIX + BROKEN).values()) {
            Files.deleteIfExists(broken);
        }
        force();
    }

    /** Entries below this are in every snapshot that could be loaded; 1 as long as there are fewer than two. */
    long neededSeq() {
        return snapshots.size() < KEPT ? 1 : snapshots.firstKey() + 1;
    }

    private void putAside(long seq, Path path) throws IOException {
        snapshots.remove(seq);
        Files.move(path, Path.of(path + BROKEN), StandardCopyOption.REPLACE_EXISTING);
        prune(named(dir, SUFFIX + BROKEN));
        force();
    }

    private void force() throws IOException {
        try (FileChannel folder = FileChannel.open(dir, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void prune(NavigableMap<Long, Path> files) throws IOException {
        while (files.size() > KEPT) {
            Files.deleteIfExists(files.firstEntry().getValue());
            files.pollFirstEntry();
        }
    }

    private static NavigableMap<Long, Path> named(Path dir, String suffix) throws IOException {
        NavigableMap<Long, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, PREFIX + "*" + suffix)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                String digits = name.substring(PREFIX.length(), name.length() - suffix.length());
                if (digits.matches("[0-9]{1,18}|0[0-9]{19}")) {
                    found.put(Long.parseLong(digits), file);
                }
            }
        }
        return found;
    }
}
