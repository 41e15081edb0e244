package dev.weir.tool;

import java.util.HexFormat;

/**
 * Text that others wrote, made fit for a terminal: nothing of it can move the cursor, colour what follows, begin a line of its own or
 * turn the direction of writing.
 */
public final class PlainText {

    private PlainText() {}

    /** With a question mark for each character that is not to be seen, but works on what is. */
    public static String of(String text) {
        return text.codePoints()
                .map(point -> isSeen(point) ? point : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** JSON that means the same, with these characters escaped. Line breaks that are no part of a string stay. */
    public static String ofJson(String json) {
        StringBuilder plain = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < ' ' || Character.isSurrogate(c) || isSeen(c)) {
                plain.append(c);
            } else {
                plain.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        return plain.toString();
    }

    private static boolean isSeen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
