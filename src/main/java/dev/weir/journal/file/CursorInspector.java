package dev.weir.journal.file;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorText;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Looks at the cursors beside a journal without changing them and without its lock, also while a process saves them. */
public final class CursorInspector {

    private CursorInspector() {}

    /**
     * Each sink's cursor, by name.
     *
     * @param dir the journal's directory
     * @throws IOException if one cannot be read, naming it
     */
    public static Map<String, Cursor> read(Path dir) throws IOException {
        Storage storage = new NioStorage(dir);
        Map<String, Cursor> cursors = new TreeMap<>();
        for (String name : storage.list(FileCursorStore.FOLDER)) {
            String sink = FileCursorStore.sinkOf(name);
            if (CursorText.isName(sink)) {
                try {
                    cursors.put(sink, FileCursorStore.peek(storage, sink));
                } catch (NoSuchFileException gone) {
                    // Made anew while we looked, or given up.
                }
            }
        }
        return cursors;
    }
}
