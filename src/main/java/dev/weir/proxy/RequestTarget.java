package dev.weir.proxy;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The path and query that go to the upstream. Nothing that a visitor writes may make them into anything else: another
 * authority, another request, a path above the operator's. Pure.
 */
final class RequestTarget {

    private static final String PLAIN_IN_PATH = "-._~!$&'()*+,;=:@/";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private RequestTarget() {}

    /**
     * @param prefix the operator's path, without a slash at its end
     * @param path decoded, or with escapes, which are left as they are
     * @param query raw; empty if there is none
     * @throws RejectedException if that cannot be a path and a query below the prefix
     */
    static String of(String prefix, String path, String query) throws RejectedException {
        if (!isPath(path)) {
            throw malformed("the path (expected: /, then segments that are neither empty nor dots)");
        }
        if (!isQuery(query)) {
            throw malformed("the query (expected: visible ASCII without #)");
        }
        StringBuilder target = new StringBuilder(prefix.length() + path.length() + query.length() + 16);
        target.append(prefix);
        appendPath(target, path);
        if (!query.isEmpty()) {
            target.append('?').append(query);
        }
        return target.toString();
    }

    private static RejectedException malformed(String expectation) {
        return new RejectedException(Rejection.MALFORMED_REQUEST, null, expectation);
    }

    private static boolean isPath(String path) {
        String decoded = path.indexOf('%') < 0 ? path : decoded(path);
        if (decoded.isEmpty() || decoded.charAt(0) != '/' || path.charAt(0) != '/') {
            return false;
        }
        int start = 1;
        for (int i = 1; i <= decoded.length(); i++) {
            if (i == decoded.length() || decoded.charAt(i) == '/') {
                if (!isSegment(decoded, start, i)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    /** An empty text if an escape is broken. */
    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return "";
        }
    }

    private static boolean isSegment(String path, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = path.charAt(i);
            if (c < ' ' || c == '\\' || (c >= 0x7F && c < 0xA0) || isHalfPair(path, i)) {
                return false;
            }
        }
        boolean isDots =
                (end - start == 1 && path.charAt(start) == '.') || (end - start == 2 && path.startsWith("..", start));
        return end > start && !isDots;
    }

    /** One half of a surrogate pair means nothing. */
    private static boolean isHalfPair(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static boolean isQuery(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= ' ' || c >= 0x7F || c == '#') {
                return false;
            }
        }
        return true;
    }

    private static void appendPath(StringBuilder target, String path) {
        for (int i = 0; i < path.length(); ) {
            int c = path.codePointAt(i);
            int length = Character.charCount(c);
            boolean isPlain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN_IN_PATH.indexOf(c) >= 0);
            if (isPlain || c == '%') {
                target.append((char) c);
            } else {
                appendEscaped(target, path.substring(i, i + length));
            }
            i += length;
        }
    }

    private static void appendEscaped(StringBuilder target, String character) {
        for (byte each : character.getBytes(StandardCharsets.UTF_8)) {
            target.append('%').append(HEX[(each >> 4) & 0xF]).append(HEX[each & 0xF]);
        }
    }
}
