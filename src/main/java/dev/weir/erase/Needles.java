package dev.weir.erase;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts to be found among bytes, as they are and as a URL has them. Shorter ones than would tell anything are left out. */
final class Needles {

    static final int LEAST_CHARS = 6;

    private final BitSet beginnings = new BitSet(1 << 16);
    private final Map<Integer, List<byte[]>> byBeginning = new HashMap<>();

    Needles(Collection<String> texts) {
        for (String text : texts) {
            if (text.length() >= LEAST_CHARS) {
                add(text);
                String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
                if (!encoded.equals(text)) {
                    add(encoded);
                }
            }
        }
    }

    boolean areIn(byte[] bytes, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            int beginning = ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
            if (beginnings.get(beginning) && isAt(byBeginning.getOrDefault(beginning, List.of()), bytes, i, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(List<byte[]> needles, byte[] bytes, int at, int to) {
        for (byte[] needle : needles) {
            if (at + needle.length <= to && Arrays.equals(needle, 0, needle.length, bytes, at, at + needle.length)) {
                return true;
            }
        }
        return false;
    }

    private void add(String text) {
        byte[] needle = text.getBytes(StandardCharsets.UTF_8);
        int beginning = ((needle[0] & 0xff) << 8) | (needle[1] & 0xff);
        beginnings.set(beginning);
        byBeginning.computeIfAbsent(beginning, none -> new ArrayList<>()).add(needle);
    }
}
