package dev.weir.journal.file;

import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import java.io.IOException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** When the journal's files were begun, and which number an hour began with. Safe for many threads. */
final class JournalTimes {

    private final Storage storage;
    private final JournalFiles files;

    JournalTimes(Storage storage, JournalFiles files) {
        this.storage = storage;
        this.files = files;
    }

    /** When a file was begun, Unix milliseconds: for its first event, which is when the file before it had its last. */
    long begunMillis(long baseSeq) throws IOException {
        try (Storage.StoredFile file = storage.openReadOnly(FileHeader.nameOf(baseSeq))) {
            FileHeader header = FileHeader.read(file).any();
            if (header == null) {
                throw new IOException(FileHeader.nameOf(baseSeq) + ": no readable header");
            }
            return header.createdMillis();
        }
    }

    /**
     * The number of the first event that was accepted at this time or later; one beyond the newest if there is none. Reads one
     * journal file, or little more.
     *
     * @param readers opens a reader at a number
     */
    long firstAt(long millis, LongFunction<JournalReader> readers) throws IOException {
        try (JournalReader reader = readers.apply(Math.max(1, lastBegunBefore(millis)))) {
            long next = 1;
            for (Entry entry = reader.poll(); entry != null; entry = reader.poll()) {
                if (entry instanceof Entry.Kept kept && kept.timeMillis() >= millis) {
                    return kept.seq();
                }
                next = entry instanceof Entry.Damaged damaged ? damaged.lastSeq() + 1 : entry.seq() + 1;
            }
            return next;
        }
    }

    /** The last file that was begun before; the oldest if none was. What came in the same millisecond may stand in two. */
    private long lastBegunBefore(long millis) throws IOException {
        @Nullable Long last = null;
        for (long base : files.bases()) {
            if (last != null && begunMillis(base) >= millis) {
                break;
            }
            last = base;
        }
        return last == null ? 1 : last;
    }
}
