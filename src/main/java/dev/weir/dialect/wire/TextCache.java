package dev.weir.dialect.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Short texts that came before, so that one that comes again costs no memory. It is bounded, by {@value #PLACES} texts of {@value
 * #MAX_OCTETS} characters: of two that fall on one place the
 * later stays, so that whoever sends texts without end only makes others cost what they would without this. Safe for many threads,
 * without a lock: a place holds an immutable entry, and a thread that sees an older one makes its own text.
 */
final class TextCache {

    private static final int PLACES = 1_024;
    private static final int MAX_OCTETS = 32;

    private final @Nullable Entry[] places = new @Nullable Entry[PLACES];

    /** The text that these octets of ASCII are. */
    String of(byte[] octets, int from, int to) {
        if (to - from > MAX_OCTETS) {
            return text(octets, from, to);
        }
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + octets[i];
        }
        int place = (hash ^ hash >>> 10) & PLACES - 1;
        Entry entry = places[place];
        if (entry == null || !Arrays.equals(entry.octets, 0, entry.octets.length, octets, from, to)) {
            entry = new Entry(Arrays.copyOfRange(octets, from, to), text(octets, from, to));
            places[place] = entry;
        }
        return entry.text;
    }

    private static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @SuppressWarnings("ArrayRecordComponent") // Nobody else has it.
    private record Entry(byte[] octets, String text) {}
}
