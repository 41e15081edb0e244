package dev.weir.journal.file;

import dev.weir.journal.CursorStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Cursors in {@code cursors/<sink>.cursor}, each a {@link SlotFile}. A damaged newest copy falls back to the one before
 * it: what lies between is delivered once more, and nothing is skipped.
 */
final class FileCursorStore implements CursorStore {

    private static final String FOLDER = "cursors";
    private static final String SUFFIX = ".cursor";

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
            if (name.endsWith(SUFFIX)) {
                String sink = name.substring(0, name.length() - SUFFIX.length());
                if (isSinkName(sink)) {
                    store.entry(sink);
                }
            }
        }
        return store;
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
                entry.file.save(
                        cursor.frontier(),
                        cursor.delivered(),
                        cursor.superseded(),
                        cursor.deadLettered(),
                        cursor.notRouted());
            } catch (IOException e) {
                throw new UncheckedIOException("cursor of " + sink + " could not be saved", e);
            }
            entry.cursor = cursor;
        }
    }

    /** The highest position of all sinks, at least 1. */
    long highest() {
        long highest = 1;
        for (Entry entry : entries.values()) {
            highest = Math.max(highest, entry.cursor.nextSeq());
        }
        return highest;
    }

    void close() throws IOException {
        for (Entry entry : entries.values()) {
            synchronized (entry) {
                entry.file.close();
            }
        }
    }

    private Entry entry(String sink) {
        Entry entry = entries.get(sink);
        return entry != null ? entry : entries.computeIfAbsent(sink, this::loaded);
    }

    private Entry loaded(String sink) {
        if (!isSinkName(sink)) {
            throw new IllegalArgumentException(
                    "sink: " + sink + " (expected: 1 to 64 lower-case letters, digits and hyphens)");
        }
        SlotFile file = new SlotFile(storage, FOLDER, sink + SUFFIX);
        try {
            return new Entry(file, toCursor(file.load()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Cursor toCursor(long @Nullable [] numbers) throws IOException {
        if (numbers == null) {
            return Cursor.START;
        }
        if (numbers.length != 5) {
            throw new IOException("cursor of " + numbers.length + " numbers (expected: 5)");
        }
        return new Cursor(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    private static boolean isSinkName(String name) {
        if (name.isEmpty() || name.length() > 64) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static final class Entry {
        private final SlotFile file;
        private volatile Cursor cursor;

        private Entry(SlotFile file, Cursor cursor) {
            this.file = file;
            this.cursor = cursor;
        }
    }
}
