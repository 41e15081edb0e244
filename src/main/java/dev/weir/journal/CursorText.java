package dev.weir.journal;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import java.util.HashMap;
import java.util.Map;

/**
 * A cursor as one line: {@code v2}, frontier, delivered, superseded, dead-lettered, skipped, not routed, and for each
 * section that is behind {@code name:from:owed}. The first form, of Weir without sections behind, has no name: it is five
 * numbers, the frontier, delivered, superseded, dead-lettered and not routed. It is still read.
 */
public final class CursorText {

    public static final String NAME = "1 to 64 lower-case letters, digits and hyphens";

    private static final String FORM = "v2";
    private static final int FIRST_FORM_WORDS = 5;
    private static final int COUNTS = 6;

    private CursorText() {}

    /**
     * The line of a cursor.
     *
     * @throws IllegalArgumentException if a section's name is none: it would not be read as it was written
     */
    public static String of(Cursor cursor) {
        StringBuilder text = new StringBuilder(96 + 48 * cursor.behind().size());
        text.append(FORM).append(' ').append(cursor.frontier());
        text.append(' ').append(cursor.delivered()).append(' ').append(cursor.superseded());
        text.append(' ').append(cursor.deadLettered()).append(' ').append(cursor.skipped());
        text.append(' ').append(cursor.notRouted());
        cursor.behind().forEach((section, behind) -> {
            if (!isName(section)) {
                throw new IllegalArgumentException("section: " + section + " (expected: " + NAME + ")");
            }
            text.append(' ').append(section);
            text.append(':').append(behind.fromSeq()).append(':').append(behind.owed());
        });
        return text.toString();
    }

    /**
     * The cursor of a line.
     *
     * @throws IllegalArgumentException naming what cannot be read, and what was expected
     */
    public static Cursor parse(String text) {
        String[] words = text.split(" ", -1);
        if (words[0].equals(FORM)) {
            return parse(words);
        }
        if (words[0].startsWith("v")) {
            throw new IllegalArgumentException(
                    "a cursor of form " + words[0] + ", which a newer Weir writes (expected: " + FORM + " or older)");
        }
        if (words.length != FIRST_FORM_WORDS) {
            throw new IllegalArgumentException(
                    "a cursor of " + words.length + " numbers (expected: " + FIRST_FORM_WORDS + ")");
        }
        return new Cursor(number(words[0]), number(words[1]), number(words[2]), number(words[3]), number(words[4]));
    }

    private static Cursor parse(String[] words) {
        if (words.length < 1 + COUNTS) {
            throw new IllegalArgumentException(
                    "a cursor of " + (words.length - 1) + " numbers (expected: at least " + COUNTS + ")");
        }
        Map<String, Behind> behind = new HashMap<>();
        for (int i = 1 + COUNTS; i < words.length; i++) {
            String[] parts = words[i].split(":", -1);
            if (parts.length != 3 || !isName(parts[0])) {
                throw new IllegalArgumentException("section: " + words[i] + " (expected: name:from:owed)");
            }
            if (behind.put(parts[0], new Behind(number(parts[1]), number(parts[2]))) != null) {
                throw new IllegalArgumentException("section: " + parts[0] + " (expected: each section once)");
            }
        }
        return new Cursor(
                number(words[1]),
                number(words[2]),
                number(words[3]),
                number(words[4]),
                number(words[5]),
                number(words[6]),
                behind);
    }

    private static long number(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("cursor: " + word + " (expected: a whole number)", none);
        }
    }

    /** Whether it may name a sink or a section. */
    public static boolean isName(String name) {
        if (name.isEmpty() || name.length() > 64) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }
}
