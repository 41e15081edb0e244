package dev.weir.dialect.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * Cuts members out of a JSON object, and puts members in, leaving every other byte as it was. A member goes with the
 * blanks around it and one comma.
 *
 * <p>Takes what a {@link JsonReader} has accepted and nothing else: it looks for brackets, quotes and commas alone.
 */
public final class JsonSplice {

    private static final int TOP_LEVEL = 1;

    private final byte[] json;
    private final Set<String> names;
    private final int searchDepth;
    private byte[] out;
    private int at;
    private int size;

    private JsonSplice(byte[] json, Set<String> names, int searchDepth) {
        this.json = json;
        this.names = names;
        this.searchDepth = searchDepth;
        this.out = new byte[json.length];
    }

    /** The object without the members of these names, at every depth. */
    static byte[] without(byte[] json, Set<String> names) {
        JsonSplice splice = new JsonSplice(json, names, JsonReader.MAX_DEPTH);
        splice.blanks();
        splice.value(1);
        splice.blanks();
        return splice.bytes();
    }

    /** The object with these texts as its last members; members of the same names at top level go. */
    public static byte[] with(byte[] json, Map<String, String> members) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> member : members.entrySet()) {
            text.append(text.isEmpty() ? "" : ",");
            JsonText.quote(text, member.getKey());
            text.append(':');
            JsonText.quote(text, member.getValue());
        }
        return with(json, members.keySet(), text.toString());
    }

    /** The object with this number as its last member; a member of the same name at top level goes. */
    public static byte[] with(byte[] json, String name, long number) {
        StringBuilder text = new StringBuilder();
        JsonText.quote(text, name);
        return with(json, Set.of(name), text.append(':').append(number).toString());
    }

    private static byte[] with(byte[] json, Set<String> names, String members) {
        JsonSplice splice = new JsonSplice(json, names, TOP_LEVEL);
        splice.blanks();
        splice.copy();
        boolean comma = splice.members(TOP_LEVEL) && !members.isEmpty();
        splice.append(comma ? "," + members : members);
        splice.copy();
        splice.blanks();
        return splice.bytes();
    }

    private void value(int depth) {
        switch (json[at]) {
            case '{' -> {
                copy();
                members(depth);
                copy();
            }
            case '[' -> {
                copy();
                elements(depth);
                copy();
            }
            case '"' -> text();
            default -> scalar();
        }
    }

    /** Everything between the braces; whether any member is left. */
    private boolean members(int depth) {
        boolean kept = false;
        int start = size;
        blanks();
        if (json[at] == '}') {
            return false;
        }
        while (true) {
            int nameStart = at;
            text();
            boolean cut = depth <= searchDepth && names.contains(name(nameStart + 1, at - 1));
            blanks();
            copy();
            blanks();
            value(depth + 1);
            blanks();
            if (cut) {
                size = start;
            }
            kept |= !cut;
            if (json[at] == '}') {
                return kept;
            }
            start = size;
            if (kept) {
                put((byte) ',');
            }
            at++;
            blanks();
        }
    }

    private void elements(int depth) {
        blanks();
        while (json[at] != ']') {
            value(depth + 1);
            blanks();
            if (json[at] == ',') {
                copy();
                blanks();
            }
        }
    }

    private void text() {
        int start = at++;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        at++;
        put(start, at);
    }

    private void scalar() {
        int start = at;
        while (at < json.length && !isBlank(json[at]) && json[at] != ',' && json[at] != '}' && json[at] != ']') {
            at++;
        }
        put(start, at);
    }

    private void blanks() {
        int start = at;
        while (at < json.length && isBlank(json[at])) {
            at++;
        }
        put(start, at);
    }

    private void copy() {
        put(json[at++]);
    }

    private void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out = Arrays.copyOf(out, out.length + bytes.length);
        System.arraycopy(bytes, 0, out, size, bytes.length);
        size += bytes.length;
    }

    private void put(byte b) {
        out[size++] = b;
    }

    private void put(int start, int end) {
        System.arraycopy(json, start, out, size, end - start);
        size += end - start;
    }

    private String name(int start, int end) {
        for (int i = start; i < end; i++) {
            if (json[i] == '\\') {
                return JsonText.unescaped(json, start, end);
            }
        }
        return new String(json, start, end - start, StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
        return size == out.length ? out : Arrays.copyOf(out, size);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
