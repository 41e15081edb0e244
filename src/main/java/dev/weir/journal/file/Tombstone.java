package dev.weir.journal.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is left of an event that was erased, in the very bytes that it took: a length that no text has, where the dialect's
 * stood; the section, because the books are kept by section; and zeros.
 */
final class Tombstone {

    /** Where an envelope has the length of its first text, which is at least -1. */
    private static final int MARK = -2;

    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private Tombstone() {}

    static boolean isAt(ByteBuffer bytes, int from, int to) {
        return to - from >= HEADER_BYTES && bytes.getInt(from) == MARK;
    }

    /** The section of the event that stood here; empty where it is not known. */
    static String section(ByteBuffer bytes, int from, int to) {
        int length = bytes.getInt(from + Integer.BYTES);
        if (length < 0 || length > to - from - HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "section of " + length + " bytes (expected: 0 to " + (to - from - HEADER_BYTES) + ")");
        }
        return new String(bytes.array(), bytes.arrayOffset() + from + HEADER_BYTES, length, StandardCharsets.UTF_8);
    }

    /** Puts one in place of the event that stands there; an event takes more bytes than its section's name and this need. */
    static void put(byte[] bytes, int from, int to, String section) {
        byte[] name = section.getBytes(StandardCharsets.UTF_8);
        int length = name.length <= to - from - HEADER_BYTES ? name.length : 0;
        Arrays.fill(bytes, from, to, (byte) 0);
        ByteBuffer into = ByteBuffer.wrap(bytes, from, to - from);
        into.putInt(MARK).putInt(length).put(name, 0, length);
    }
}
