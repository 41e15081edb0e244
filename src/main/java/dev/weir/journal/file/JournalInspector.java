package dev.weir.journal.file;

import dev.weir.event.Envelope;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a journal's directory without changing it and without its lock, also while a process writes to it: what is
 * appended meanwhile is seen or not. Confined to one thread.
 */
public final class JournalInspector {

    private final Storage storage;

    private JournalInspector(Storage storage) {
        this.storage = storage;
    }

    /**
     * An inspector of a directory.
     *
     * @param dir the journal's directory, as in {@code journal.dir}
     */
    public static JournalInspector of(Path dir) {
        return new JournalInspector(new NioStorage(dir));
    }

    /** Whether a folder holds journal files. */
    public static boolean isJournal(Path dir) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*.journal")) {
            return files.iterator().hasNext();
        } catch (IOException unreadable) {
            return false;
        }
    }

    static JournalInspector of(Storage storage) {
        return new JournalInspector(storage);
    }

    /**
     * Reads every record of every file, in order, and says of each file what was found.
     *
     * @param onEvent gets each event that is whole
     * @throws IOException if the directory cannot be read
     */
    public List<FileReport> inspect(EventVisitor onEvent) throws IOException {
        List<FileReport> reports = new ArrayList<>();
        for (String name : storage.list("")) {
            long baseSeq = FileHeader.baseSeqOf(name);
            if (baseSeq > 0) {
                FileReport before = reports.isEmpty() ? null : reports.get(reports.size() - 1);
                if (before != null) {
                    reports.set(reports.size() - 1, before.completedBy(baseSeq));
                }
                FileReport report = inspect(name, baseSeq, onEvent);
                if (report != null) {
                    reports.add(report);
                }
            }
        }
        return reports;
    }

    private @Nullable FileReport inspect(String name, long baseSeq, EventVisitor onEvent) throws IOException {
        try (Storage.StoredFile file = storage.openReadOnly(name)) {
            FileHeader.Copies copies = FileHeader.read(file);
            FileHeader header = copies.any();
            Tally tally = new Tally(name, baseSeq, file.size());
            if (header == null) {
                tally.damage(new Damage(0, file.size(), baseSeq, baseSeq - 1, "no readable header"));
                return tally.report();
            }
            if (!copies.bothWhole()) {
                tally.damage(new Damage(
                        copies.first() == null ? 0 : header.dataEnd(),
                        FileHeader.BLOCK_BYTES,
                        baseSeq,
                        baseSeq - 1,
                        "one of the two headers is damaged"));
            }
            walk(new FileWalk(file, header), tally, onEvent);
            return tally.report();
        } catch (NoSuchFileException e) {
            // Released while we looked.
            return null;
        }
    }

    private static void walk(FileWalk walk, Tally tally, EventVisitor onEvent) throws IOException {
        while (true) {
            switch (walk.next()) {
                case EVENTS -> onEvents(walk, tally, onEvent);
                case MARK -> {}
                case DAMAGE ->
                    tally.damage(new Damage(
                            walk.offset(),
                            walk.damagedUntil() - walk.offset(),
                            walk.missingFrom(),
                            walk.missingTo(),
                            "no whole record"));
                case END -> {
                    long stray = walk.strayUntil() - walk.offset();
                    if (stray > 0) {
                        tally.damage(new Damage(
                                walk.offset(),
                                stray,
                                walk.lastSeq() + 1,
                                walk.lastSeq(),
                                "bytes behind the last record: an unfinished write, or damage"));
                    }
                    tally.usedUntil = walk.offset();
                    tally.accountedSeq = walk.lastSeq();
                    return;
                }
            }
        }
    }

    private static void onEvents(FileWalk walk, Tally tally, EventVisitor onEvent) throws IOException {
        RecordWindow record = walk.record();
        for (long seq = record.seq(); seq <= record.lastSeq(); seq++) {
            Envelope envelope;
            try {
                if (record.isNextErased()) {
                    record.nextErasedSection();
                    tally.erased(seq, record.timeMillis());
                    continue;
                }
                envelope = record.nextEnvelope();
            } catch (RuntimeException e) {
                tally.damage(new Damage(
                        walk.offset() - RecordFormat.padded(record.length()),
                        record.length(),
                        seq,
                        seq,
                        "unreadable: " + e.getMessage()));
                continue;
            }
            tally.event(seq, record.timeMillis());
            onEvent.onEvent(seq, record.timeMillis(), envelope);
        }
    }

    /** Gets events as they are found. */
    public interface EventVisitor {
        void onEvent(long seq, long timeMillis, Envelope envelope) throws IOException;
    }

    /**
     * One journal file.
     *
     * @param baseSeq the number it is named after
     * @param firstSeq the first event that is whole; 0 if there is none
     * @param lastSeq the last event that is whole; 0 if there is none
     * @param firstMillis when the first one was accepted, Unix milliseconds; 0 if there is none
     * @param lastMillis when the last one was accepted, Unix milliseconds; 0 if there is none
     * @param events how many are whole
     * @param erased how many were erased on request; the first and the last event may be among them
     * @param bytes the file's size
     * @param usedBytes how much of it records and header take
     * @param accountedSeq the highest number that stands in it or is known to be missing from it
     * @param damages in order of their place
     */
    public record FileReport(
            String name,
            long baseSeq,
            long firstSeq,
            long lastSeq,
            long firstMillis,
            long lastMillis,
            long events,
            long erased,
            long bytes,
            long usedBytes,
            long accountedSeq,
            List<Damage> damages) {

        public FileReport {
            damages = List.copyOf(damages);
        }

        public boolean isClean() {
            return damages.isEmpty();
        }

        /** The next file's name says which number must come last in this one. */
        private FileReport completedBy(long nextBaseSeq) {
            if (accountedSeq >= nextBaseSeq - 1) {
                return this;
            }
            List<Damage> all = new ArrayList<>(damages);
            all.add(new Damage(usedBytes, 0, accountedSeq + 1, nextBaseSeq - 1, "missing before the next file"));
            return new FileReport(
                    name,
                    baseSeq,
                    firstSeq,
                    lastSeq,
                    firstMillis,
                    lastMillis,
                    events,
                    erased,
                    bytes,
                    usedBytes,
                    nextBaseSeq - 1,
                    all);
        }
    }

    /**
     * A place that is not as it was written.
     *
     * @param offset where in the file
     * @param bytes how many bytes
     * @param firstSeq the first number that is missing for it
     * @param lastSeq the last one; below {@code firstSeq} if none is known to be missing
     * @param what in words
     */
    public record Damage(long offset, long bytes, long firstSeq, long lastSeq, String what) {}

    private static final class Tally {
        private final String name;
        private final long baseSeq;
        private final long bytes;
        private final List<Damage> damages = new ArrayList<>();
        private long firstSeq;
        private long lastSeq;
        private long firstMillis;
        private long lastMillis;
        private long events;
        private long erased;
        private long usedUntil;
        private long accountedSeq;

        Tally(String name, long baseSeq, long bytes) {
            this.name = name;
            this.baseSeq = baseSeq;
            this.bytes = bytes;
            this.accountedSeq = baseSeq - 1;
        }

        void event(long seq, long timeMillis) {
            events++;
            place(seq, timeMillis);
        }

        void erased(long seq, long timeMillis) {
            erased++;
            place(seq, timeMillis);
        }

        private void place(long seq, long timeMillis) {
            if (firstSeq == 0) {
                firstSeq = seq;
                firstMillis = timeMillis;
            }
            lastSeq = seq;
            lastMillis = timeMillis;
        }

        void damage(Damage damage) {
            damages.add(damage);
        }

        FileReport report() {
            return new FileReport(
                    name,
                    baseSeq,
                    firstSeq,
                    lastSeq,
                    firstMillis,
                    lastMillis,
                    events,
                    erased,
                    bytes,
                    usedUntil,
                    accountedSeq,
                    damages);
        }
    }
}
