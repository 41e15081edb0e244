package dev.weir.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What came after the last save of a {@link SlotFile}: a file of one line, overwritten in place and never forced, which outlives the
 * process, and the power only by luck. It is apart from the slots, so that the power cannot go while one of them is half a note.
 *
 * <p>It counts beside the very save that it was written after, and no other: each note begins with that save's checksum. So a later
 * save, a copy that was put back and a file that was deleted all make it worthless, and nobody has to delete it.
 *
 * <p>Confined to one thread at a time.
 */
final class NoteFile {

    /** A longer line is not written: a note is to cost next to nothing. */
    static final int MOST_BYTES = 4096;

    static final String SUFFIX = ".note";

    private final Storage storage;
    private final SlotFile saves;
    private final String name;
    private Storage.@Nullable StoredFile file;

    /** @param name with its folder */
    NoteFile(Storage storage, SlotFile saves, String name) {
        this.storage = storage;
        this.saves = saves;
        this.name = name;
    }

    /**
     * Writes a text that came after the last save.
     *
     * @return false if there is no save yet, or the text is too long: nothing was written
     */
    boolean tryWrite(String text) throws IOException {
        String saved = saves.newest();
        if (saved == null) {
            return false;
        }
        ByteBuffer line = new CheckedLine(saves.generation(), CheckedLine.checksum(saved) + ' ' + text).toBytes();
        if (line.remaining() > MOST_BYTES) {
            return false;
        }
        Storage.StoredFile target = file;
        if (target == null) {
            target = storage.create(name);
            file = target;
        }
        target.write(line, 0);
        return true;
    }

    /** The text that came after the newest save; null if there is none that is whole. Changes nothing. */
    @Nullable
    String read() throws IOException {
        String saved = saves.newest();
        if (saved == null || !storage.exists(name)) {
            return null;
        }
        CheckedLine line = CheckedLine.parse(firstLine());
        String before = CheckedLine.checksum(saved) + ' ';
        if (line == null
                || line.generation() != saves.generation()
                || !line.text().startsWith(before)) {
            return null;
        }
        return line.text().substring(before.length());
    }

    void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private byte[] firstLine() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        try (Storage.StoredFile opened = storage.openReadOnly(name)) {
            while (bytes.hasRemaining() && opened.read(bytes, bytes.position()) >= 0) {}
        }
        for (int i = 0; i < bytes.position(); i++) {
            if (bytes.get(i) == '\n') {
                return Arrays.copyOf(bytes.array(), i);
            }
        }
        return new byte[0];
    }
}
