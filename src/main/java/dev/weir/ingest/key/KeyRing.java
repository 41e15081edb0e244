package dev.weir.ingest.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of every key of Weir's own, in the order in which they were made. Immutable.
 *
 * <p>As text, one {@link KeyEntry} a line. Empty lines and lines that start with {@code #} mean nothing.
 */
public final class KeyRing {

    /** More keys than anybody can look after. */
    public static final int MAX_KEYS = 1_000;

    public static final KeyRing EMPTY = new KeyRing(Map.of());

    private static final String HEADER = "# id section created expires revoked hash name: no secret is kept here";

    private final Map<String, KeyEntry> byId;

    private KeyRing(Map<String, KeyEntry> byId) {
        if (byId.size() > MAX_KEYS) {
            throw new IllegalArgumentException("more than " + MAX_KEYS
                    + " API keys (expected: fewer; the lines of keys that are expired or revoked may be deleted)");
        }
        this.byId = byId;
    }

    /**
     * Reads the keys' text.
     *
     * @throws IllegalArgumentException naming the line, counted from 1, and what was expected
     */
    public static KeyRing parse(List<String> lines) {
        Map<String, KeyEntry> byId = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            KeyEntry entry = parseLine(line, i + 1);
            if (byId.put(entry.id(), entry) != null) {
                throw malformed(i + 1, "id: " + entry.id() + " for the second time (expected: each id once)");
            }
        }
        return new KeyRing(byId);
    }

    private static KeyEntry parseLine(String line, int number) {
        try {
            return KeyEntry.parse(line);
        } catch (IllegalArgumentException wrong) {
            throw malformed(number, String.valueOf(wrong.getMessage()));
        }
    }

    private static IllegalArgumentException malformed(int line, String what) {
        return new IllegalArgumentException("API keys, line " + line + ": " + what);
    }

    /** The text that {@link #parse} reads. */
    public List<String> toLines() {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        byId.values().forEach(entry -> lines.add(entry.toLine()));
        return List.copyOf(lines);
    }

    /** Every key, the oldest first. */
    public List<KeyEntry> entries() {
        return List.copyOf(byId.values());
    }

    /** The key of that public id, or null. */
    public @Nullable KeyEntry withId(String id) {
        return byId.get(id);
    }

    /**
     * These keys and one more.
     *
     * @throws IllegalArgumentException if the id is taken, or there are {@value #MAX_KEYS} keys
     */
    public KeyRing with(KeyEntry entry) {
        if (byId.containsKey(entry.id())) {
            throw new IllegalArgumentException("id: " + entry.id() + " (expected: one that no other key has)");
        }
        return replacing(entry);
    }

    /** These keys, that one revoked; the same ring if there is none of that id, or it was revoked before. */
    public KeyRing revoked(String id, Instant now) {
        KeyEntry entry = byId.get(id);
        return entry == null || entry.revoked() != null ? this : replacing(entry.revoked(now));
    }

    @Override
    public String toString() {
        return "KeyRing[" + byId.size() + "]";
    }

    private KeyRing replacing(KeyEntry entry) {
        Map<String, KeyEntry> entries = new LinkedHashMap<>(byId);
        entries.put(entry.id(), entry);
        return new KeyRing(entries);
    }
}
