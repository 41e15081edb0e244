package dev.weir.journal.kafka;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/**
 * What stands beside a committed offset: the number of the record there, and each sink's cursor. Deflated, since brokers take 4096
 * characters by default ({@code offset.metadata.max.bytes}), which is enough for a few hundred sections that are behind.
 */
final class CommitText {

    private static final String FORM = "w1:";
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final int MOST_BYTES = 8 << 20;

    private CommitText() {}

    static String of(Commit commit) {
        StringBuilder lines = new StringBuilder();
        lines.append(commit.baseSeq());
        commit.cursors()
                .forEach((sink, cursor) ->
                        lines.append('\n').append(sink).append(' ').append(CursorText.of(cursor)));
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.end();
        }
        return FORM + Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** @throws IllegalArgumentException if it is none of ours */
    static Commit parse(String text) {
        if (!text.startsWith(FORM) || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("not committed by Weir (expected: text that begins with " + FORM + ")");
        }
        String[] lines = inflated(Base64.getDecoder().decode(text.substring(FORM.length())))
                .split("\n", -1);
        Map<String, Cursor> cursors = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int space = lines[i].indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("a line without a cursor (expected: sink and cursor)");
            }
            cursors.put(lines[i].substring(0, space), CursorText.parse(lines[i].substring(space + 1)));
        }
        return new Commit(Long.parseLong(lines[0]), cursors);
    }

    private static String inflated(byte[] deflated) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if ((read == 0 && inflater.needsInput()) || bytes.size() > MOST_BYTES) {
                    throw new IllegalArgumentException("cut, or too long");
                }
                bytes.write(buffer, 0, read);
            }
            return bytes.toString(StandardCharsets.UTF_8);
        } catch (DataFormatException damaged) {
            throw new IllegalArgumentException("damaged", damaged);
        } finally {
            inflater.end();
        }
    }

    /**
     * How far a partition's sinks have come.
     *
     * @param baseSeq the number of the first event of the record at the committed offset
     * @param cursors by sink
     */
    record Commit(long baseSeq, Map<String, Cursor> cursors) {
        Commit {
            cursors = Map.copyOf(cursors);
            if (baseSeq < 1) {
                throw new IllegalArgumentException("base " + baseSeq + " (expected: at least 1)");
            }
        }
    }
}
