package dev.weir.ingest.key;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a key: everything but its secret.
 *
 * <p>As text, one line: id, section, created, expires, revoked or {@code -}, the hash in hexadecimal, and the name, which may
 * hold blanks.
 *
 * @param id public; 12 letters and digits
 * @param section the name of the section whose events it may bring
 * @param name what its owner calls it: 1 to 64 printable characters, none of them a blank at either end
 * @param expires the first moment at which it is no longer good
 * @param revoked when it was revoked, or null
 * @param hash the keyed hash of the whole key
 */
public record KeyEntry(
        String id,
        String section,
        String name,
        Instant created,
        Instant expires,
        @Nullable Instant revoked,
        Digest hash) {

    /** What a name must be, in words. */
    public static final String NAME_EXPECTED = "1 to 64 printable characters, no blank at either end";

    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_SECTION_LENGTH = 64;
    private static final int FIELDS = 7;
    private static final String NOT_REVOKED = "-";

    public KeyEntry {
        require(KeyText.isId(id), "id", "12 letters and digits");
        require(isSection(section), "section", "1 to 64 lower-case letters, digits and hyphens");
        require(isName(name), "name", NAME_EXPECTED);
        require(created.isBefore(expires), "expires", "a time after " + created);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static KeyEntry parse(String line) {
        String[] fields = line.split(" ", FIELDS);
        require(fields.length == FIELDS, "fields", "id section created expires revoked hash name");
        return new KeyEntry(
                fields[0],
                fields[1],
                fields[6],
                instant("created", fields[2]),
                instant("expires", fields[3]),
                fields[4].equals(NOT_REVOKED) ? null : instant("revoked", fields[4]),
                Digest.ofHex(fields[5]));
    }

    /** The line that {@link #parse} reads. Holds no secret. */
    String toLine() {
        return String.join(
                " ",
                id,
                section,
                created.toString(),
                expires.toString(),
                revoked == null ? NOT_REVOKED : revoked.toString(),
                hash.toHex(),
                name);
    }

    /** Whether it can be the name of a key: printed in a terminal, it must do nothing. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME_LENGTH
                && name.equals(name.strip())
                && name.codePoints().allMatch(KeyEntry::isPrintable);
    }

    /** What the key is worth at a moment. */
    public State state(Instant now) {
        if (revoked != null) {
            return State.REVOKED;
        }
        return now.isBefore(expires) ? State.LIVE : State.EXPIRED;
    }

    /** The same key, revoked. */
    KeyEntry revoked(Instant now) {
        return new KeyEntry(id, section, name, created, expires, now, hash);
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean isSection(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_SECTION_LENGTH
                && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    private static Instant instant(String field, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    field + ": " + text + " (expected: a time such as 2026-01-31T12:00:00Z)");
        }
    }

    private static void require(boolean holds, String field, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + " (expected: " + expected + ")");
        }
    }

    /** What a key is worth. */
    public enum State {
        LIVE("live"),
        EXPIRED("expired"),
        REVOKED("revoked");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
