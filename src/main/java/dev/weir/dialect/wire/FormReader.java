package dev.weir.dialect.wire;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A cursor over the pairs of a form body or a query string, in their order. Confined to one thread.
 *
 * <p>A name that occurs twice is refused, as in JSON: which of two values counts is what servers disagree on, so that one
 * could be checked here and the other be acted on by the vendor. The exception is PHP's way to write a list, a name with
 * {@code []} in it.
 *
 * <p>Bounds: {@value #MAX_PAIRS} pairs, names and texts as in {@link JsonReader}.
 */
public final class FormReader {

    public static final int MAX_PAIRS = 256;

    private final byte[] form;
    private final SeenNames seen = new SeenNames();
    private int next;
    private int pairs;
    private String name = "";
    private String value = "";

    private FormReader(byte[] form) {
        this.form = form;
        seen.open();
    }

    public static FormReader ofBody(byte[] body) {
        return new FormReader(body);
    }

    /** A raw query string; what it has beyond ASCII are bytes as they came, one a character. */
    public static FormReader ofQuery(String query) throws RejectedException {
        for (int i = 0; i < query.length(); i++) {
            if (query.charAt(i) > 0xFF) {
                throw malformed("no byte", i);
            }
        }
        return new FormReader(query.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Moves on to the next pair; false after the last. */
    public boolean next() throws RejectedException {
        while (next < form.length) {
            int start = next;
            int end = indexOf('&', start, form.length);
            next = end + 1;
            if (end > start) {
                take(start, end);
                return true;
            }
        }
        return false;
    }

    public String name() {
        return name;
    }

    /** The value, empty if the pair has none. */
    public String value() {
        return value;
    }

    /** Whether the pair's name, or a part of it in PHP's brackets, is one of these. */
    public boolean names(Set<String> names) {
        return FormSplice.holds(name, names);
    }

    private void take(int start, int end) throws RejectedException {
        if (++pairs > MAX_PAIRS) {
            throw new RejectedException(
                    Rejection.TOO_COMPLEX, null, "too many parameters (expected: at most " + MAX_PAIRS + ")");
        }
        int equals = indexOf('=', start, end);
        name = decoded(start, equals);
        value = equals < end ? decoded(equals + 1, end) : "";
        if (name.length() > JsonReader.MAX_NAME || value.length() > JsonReader.MAX_TEXT) {
            throw new RejectedException(
                    Rejection.TOO_COMPLEX,
                    null,
                    "a parameter beyond a bound at byte " + start + " (expected: at most " + JsonReader.MAX_NAME
                            + " characters a name, " + JsonReader.MAX_TEXT + " a value)");
        }
        if (!seen.add(name) && !name.contains("[]")) {
            throw new RejectedException(
                    Rejection.DUPLICATE_KEY, null, "a parameter occurs twice, the second time at byte " + start);
        }
    }

    private String decoded(int start, int end) throws RejectedException {
        for (int i = start; i < end; i++) {
            byte b = form[i];
            if (b <= 0 || b == '%' || b == '+') {
                return unescaped(start, end);
            }
        }
        // Fast path: nothing to decode.
        return new String(form, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private String unescaped(int start, int end) throws RejectedException {
        byte[] bytes = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            byte b = form[i];
            if (b == '%') {
                b = escaped(i, end);
                i += 2;
            } else if (b == '+') {
                b = ' ';
            }
            if (b == 0) {
                throw malformed("a NUL", i);
            }
            bytes[length++] = b;
        }
        if (Utf8.firstInvalid(bytes, length) >= 0) {
            throw new RejectedException(Rejection.INVALID_UTF8, null, "a parameter that is no UTF-8, at byte " + start);
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private byte escaped(int at, int end) throws RejectedException {
        int high = at + 3 <= end ? Character.digit(form[at + 1], 16) : -1;
        int low = at + 3 <= end ? Character.digit(form[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw malformed("a bad percent escape", at);
        }
        return (byte) (high << 4 | low);
    }

    private int indexOf(char wanted, int start, int end) {
        int at = start;
        while (at < end && form[at] != wanted) {
            at++;
        }
        return at;
    }

    private static RejectedException malformed(String what, int at) {
        return new RejectedException(Rejection.MALFORMED_FORM, null, what + " in the parameters at byte " + at);
    }
}
