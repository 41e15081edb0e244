package dev.weir.dialect.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a JSON object apart by the elements of an array that it has as a member: an object for each, the same but for
 * holding that element alone. Every byte that stays is as it was.
 *
 * <p>Takes what a {@link JsonReader} has accepted and nothing else: it looks for brackets, quotes and commas alone.
 */
public final class ElementSplice {

    private final byte[] json;
    private final List<Range> elements = new ArrayList<>(4);
    private byte[] frame;
    private int frameSize;
    private int gap;

    private ElementSplice(byte[] json, int room) {
        this.json = json;
        this.frame = new byte[json.length + room];
    }

    /**
     * The elements of a member, none where it is no array, or not there.
     *
     * @param array the name of that member, at top level
     * @param cut the names of members at top level that go
     * @param last a member in JSON, name and value, that is put in behind all others, or an empty text
     */
    public static ElementSplice of(byte[] json, String array, Set<String> cut, String last) {
        ElementSplice splice = new ElementSplice(json, last.length() + 1);
        splice.members(array, cut, last);
        return splice;
    }

    public int size() {
        return elements.size();
    }

    /** How many bytes stand around each element in its object. */
    public int frameSize() {
        return frameSize;
    }

    public byte[] element(int index) {
        Range range = elements.get(index);
        return Arrays.copyOfRange(json, range.start(), range.end());
    }

    /** The object that holds this element alone. */
    public byte[] alone(int index) {
        Range range = elements.get(index);
        int size = range.end() - range.start();
        byte[] alone = new byte[frameSize + size];
        System.arraycopy(frame, 0, alone, 0, gap);
        System.arraycopy(json, range.start(), alone, gap, size);
        System.arraycopy(frame, gap, alone, gap + size, frameSize - gap);
        return alone;
    }

    /** What stands around the elements: equal for objects that differ in nothing but their elements. */
    public Frame frame() {
        return new Frame(Arrays.copyOf(frame, frameSize), gap);
    }

    /** The object that holds these elements in place of its own, in this order. */
    public byte[] holding(List<byte[]> others) {
        int size = frameSize + Math.max(0, others.size() - 1);
        for (byte[] other : others) {
            size += other.length;
        }
        byte[] whole = Arrays.copyOf(frame, size);
        int at = gap;
        for (byte[] other : others) {
            if (at > gap) {
                whole[at++] = ',';
            }
            System.arraycopy(other, 0, whole, at, other.length);
            at += other.length;
        }
        System.arraycopy(frame, gap, whole, at, frameSize - gap);
        return whole;
    }

    private void members(String array, Set<String> cut, String last) {
        int at = blanks(0) + 1;
        keep(0, at);
        boolean kept = false;
        while (json[blanks(at)] != '}') {
            int start = at;
            int nameStart = blanks(at);
            int nameEnd = textEnd(nameStart);
            String name = JsonText.unescaped(json, nameStart + 1, nameEnd - 1);
            int value = blanks(blanks(nameEnd) + 1);
            int end = blanks(valueEnd(value));
            if (!cut.contains(name)) {
                comma(kept);
                member(name.equals(array) && json[value] == '[', start, value, end);
                kept = true;
            }
            at = json[end] == ',' ? end + 1 : end;
        }
        if (!last.isEmpty()) {
            comma(kept);
            for (int i = 0; i < last.length(); i++) {
                frame[frameSize++] = (byte) last.charAt(i);
            }
        }
        keep(blanks(at), json.length);
    }

    private void member(boolean isArray, int start, int value, int end) {
        if (!isArray) {
            keep(start, end);
            return;
        }
        keep(start, value + 1);
        gap = frameSize;
        keep(elements(value), end);
    }

    /** Notes each element's place; the offset of the closing bracket. */
    private int elements(int open) {
        int at = blanks(open + 1);
        while (json[at] != ']') {
            int end = valueEnd(at);
            elements.add(new Range(at, end));
            at = blanks(end);
            if (json[at] == ',') {
                at = blanks(at + 1);
            }
        }
        return at;
    }

    private int valueEnd(int start) {
        int at = start;
        int open = 0;
        do {
            switch (json[at]) {
                case '"' -> at = textEnd(at);
                case '{', '[' -> {
                    open++;
                    at++;
                }
                case '}', ']' -> {
                    open--;
                    at++;
                }
                default -> at = open == 0 ? scalarEnd(at) : at + 1;
            }
        } while (open > 0);
        return at;
    }

    private int textEnd(int start) {
        int at = start + 1;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private int scalarEnd(int start) {
        int at = start;
        while (json[at] != ',' && json[at] != '}' && json[at] != ']' && !isBlank(json[at])) {
            at++;
        }
        return at;
    }

    private int blanks(int start) {
        int at = start;
        while (at < json.length && isBlank(json[at])) {
            at++;
        }
        return at;
    }

    private void comma(boolean wanted) {
        if (wanted) {
            frame[frameSize++] = ',';
        }
    }

    private void keep(int start, int end) {
        System.arraycopy(json, start, frame, frameSize, end - start);
        frameSize += end - start;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** The bytes around the elements, and where among them the elements were. Its equality is that of the bytes. */
    public static final class Frame {

        private final byte[] bytes;
        private final int gap;
        private final int hash;

        private Frame(byte[] bytes, int gap) {
            this.bytes = bytes;
            this.gap = gap;
            this.hash = 31 * Arrays.hashCode(bytes) + gap;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Frame frame
                    && hash == frame.hash
                    && gap == frame.gap
                    && Arrays.equals(bytes, frame.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private record Range(int start, int end) {}
}
