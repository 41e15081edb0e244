package dev.weir.dialect.wire;

/** Looks for the members of an object that is itself only text: JSON within a JSON string, where no splice reaches. */
public final class TextInText {

    private static final String ESCAPED_QUOTE = "u0022";

    private TextInText() {}

    /** Whether a text of this JSON holds the name with a quote behind it, however that quote is escaped, and how often. */
    public static boolean names(byte[] json, byte[] name) {
        for (int at = name.length; at < json.length - 1; at++) {
            // Fast path: a beacon holds few backslashes, if any.
            if (json[at] == '\\' && isQuote(json, at + 1) && endsWith(json, at, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isQuote(byte[] json, int from) {
        int at = from;
        while (at < json.length - 1 && json[at] == '\\') {
            at++;
        }
        if (json[at] == '"') {
            return true;
        }
        if (at + ESCAPED_QUOTE.length() > json.length) {
            return false;
        }
        for (int i = 0; i < ESCAPED_QUOTE.length(); i++) {
            if (json[at + i] != ESCAPED_QUOTE.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean endsWith(byte[] json, int end, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (json[end - name.length + i] != name[i]) {
                return false;
            }
        }
        return true;
    }
}
