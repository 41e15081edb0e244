package dev.weir.dialect.wire;

import java.nio.charset.StandardCharsets;

/** Texts as JSON has them, in quotes and escaped. */
public final class JsonText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {}

    /** Appends the text in quotes, with as few escapes as JSON allows. */
    public static void quote(StringBuilder to, String text) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else if (c < ' ') {
                to.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xF]);
            } else {
                to.append(c);
            }
        }
        to.append('"');
    }

    /** What stands between two quotes of a valid JSON text, without its escapes. */
    static String unescaped(byte[] json, int start, int end) {
        String escaped = new String(json, start, end - start, StandardCharsets.UTF_8);
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        StringBuilder text = new StringBuilder(escaped.length());
        int at = 0;
        while (at < escaped.length()) {
            char c = escaped.charAt(at++);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = escaped.charAt(at++);
            if (kind == 'u') {
                text.append((char) Integer.parseInt(escaped, at, at + 4, 16));
                at += 4;
            } else {
                text.append(meaning(kind));
            }
        }
        return text.toString();
    }

    private static char meaning(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }
}
