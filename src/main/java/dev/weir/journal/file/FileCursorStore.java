package dev.weir.journal.file;

import dev.weir.journal.CursorStore;
import dev.weir.journal.CursorText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cursors in {@code cursors/<sink>.cursor}, each a {@link SlotFile} with a {@link CursorText}. A damaged newest copy falls
 * back to the one before it: what lies between is delivered once more, and nothing is skipped. There is room for at least
 * 10,000 sections that are behind; a cursor with more than fit {@link SlotFile#MOST_SLOT_BYTES} is not saved. Where a file
 * was cut so short that no copy is left, its sink gets all that the journal still has once more, under the same keys.
 *
 * <p>Beside it {@code cursors/<sink>.note} is the {@link NoteFile} of what came after the save, so that the death of the process alone
 * costs no more than what was on its way. A note that is found is saved before it is used: the next one takes its place.
 */
final class FileCursorStore implements CursorStore {

    static final String FOLDER = "cursors";
    private static final String SUFFIX = ".cursor";
    /** With more sections behind, a cursor is long, and only saved. */
    private static final int MOST_BEHIND_NOTED = 32;

    private static final Logger LOG = LoggerFactory.getLogger(FileCursorStore.class);

    private final Storage storage;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private FileCursorStore(Storage storage) {
        this.storage = storage;
    }

    /**
     * Reads every cursor that there is.
     *
     * @throws IOException if one cannot be read: the journal does not open, rather than deliver everything again
     */
    static FileCursorStore open(Storage storage) throws IOException {
        FileCursorStore store = new FileCursorStore(storage);
        for (String name : storage.list(FOLDER)) {
            String sink = sinkOf(name);
            if (CursorText.isName(sink)) {
                store.entries.put(sink, store.loaded(sink));
            }
        }
        return store;
    }

    /** Whose cursor a file of that name is; empty if it is nobody's. */
    static String sinkOf(String name) {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
    }

    @Override
    public Cursor load(String sink) {
        return entry(sink).cursor;
    }

    @Override
    public void save(String sink, Cursor cursor) {
        Entry entry = entry(sink);
        synchronized (entry) {
            try {
                entry.file.save(CursorText.of(cursor));
            } catch (IOException e) {
                throw new UncheckedIOException("cursor of " + sink + " could not be saved", e);
            }
            entry.cursor = cursor;
        }
    }

    @Override
    public boolean tryNote(String sink, Cursor cursor) {
        Entry entry = entry(sink);
        if (cursor.behind().size() > MOST_BEHIND_NOTED) {
            return false;
        }
        synchronized (entry) {
            try {
                return entry.note.tryWrite(CursorText.of(cursor));
            } catch (IOException e) {
                // The next save says what is wrong with the disk.
                return false;
            }
        }
    }

    /** The highest frontier of all sinks, at least 1: every lower number was an event's, and is in the books. */
    long highest() {
        long highest = 1;
        for (Entry entry : entries.values()) {
            highest = Math.max(highest, entry.cursor.frontier());
        }
        return highest;
    }

    /** How many were not whole when they were read. */
    int damaged() {
        int damaged = 0;
        for (Entry entry : entries.values()) {
            damaged += entry.file.isDamaged() ? 1 : 0;
        }
        return damaged;
    }

    void close() throws IOException {
        for (Entry entry : entries.values()) {
            synchronized (entry) {
                entry.file.close();
                entry.note.close();
            }
        }
    }

    private Entry entry(String sink) {
        Entry entry = entries.get(sink);
        return entry != null ? entry : entries.computeIfAbsent(sink, this::firstSeen);
    }

    private Entry firstSeen(String sink) {
        if (!CursorText.isName(sink)) {
            throw new IllegalArgumentException("sink: " + sink + " (expected: " + CursorText.NAME + ")");
        }
        try {
            return loaded(sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it stands there just now; nothing is changed, also while another process saves. */
    static Cursor peek(Storage storage, String sink) throws IOException {
        Entry entry = new Entry(storage, sink);
        String saved = entry.file.peek();
        String noted = entry.note.read();
        return parse(sink, noted == null ? saved : noted);
    }

    private Entry loaded(String sink) throws IOException {
        Entry entry = new Entry(storage, sink);
        entry.cursor = parse(sink, entry.file.load());
        String noted = entry.note.read();
        if (noted != null) {
            takeUp(entry, sink, noted);
        }
        return entry;
    }

    /** A note that cannot be saved is not used: journal files may be deleted by what the cursor says. */
    private static void takeUp(Entry entry, String sink, String noted) throws IOException {
        Cursor cursor = parse(sink, noted);
        try {
            entry.file.save(noted);
            entry.cursor = cursor;
        } catch (IOException e) {
            LOG.warn(
                    "sink={} the note of its cursor cannot be saved, some events may arrive twice: {}",
                    sink,
                    e.toString());
        }
    }

    private static Cursor parse(String sink, @Nullable String text) throws IOException {
        try {
            return text == null ? Cursor.START : CursorText.parse(text);
        } catch (IllegalArgumentException unreadable) {
            throw new IOException(FOLDER + "/" + sink + SUFFIX + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static final class Entry {
        private final SlotFile file;
        private final NoteFile note;
        private volatile Cursor cursor = Cursor.START;

        private Entry(Storage storage, String sink) {
            this.file = new SlotFile(storage, FOLDER, sink + SUFFIX);
            this.note = new NoteFile(storage, file, FOLDER + "/" + sink + NoteFile.SUFFIX);
        }
    }
}
