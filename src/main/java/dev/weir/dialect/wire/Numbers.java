package dev.weir.dialect.wire;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers that may have come as text. */
public final class Numbers {

    /** Beyond any price or time, and short enough that nobody can make us write a billion zeros ({@code 1e999999999}). */
    private static final int MAX_SCALE = 30;

    /** As a whole, with sign and exponent. */
    private static final int MAX_CHARS = 40;

    private Numbers() {}

    /** The number that this text is in JSON's or in everyday notation, or null if it is none, or an absurd one. */
    public static @Nullable BigDecimal decimal(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > MAX_CHARS || !looksDecimal(trimmed)) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(trimmed);
            boolean absurd = Math.abs((long) number.scale()) > MAX_SCALE || number.precision() > MAX_SCALE;
            return absurd ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The whole part of such a number, forced into a range; null if it is no number. */
    public static @Nullable Integer clamped(String text, int min, int max) {
        int length = text.length();
        if (length > 0 && length <= 9 && isDigits(text)) {
            // Fast path: 1, 20, 300.
            return Math.min(max, Math.max(min, Integer.parseInt(text)));
        }
        BigDecimal number = decimal(text);
        if (number == null) {
            return null;
        }
        if (number.compareTo(BigDecimal.valueOf(max)) >= 0) {
            return max;
        }
        return number.compareTo(BigDecimal.valueOf(min)) <= 0 ? min : number.intValue();
    }

    /** Whether this text is a number as JSON spells it (RFC 8259, section 6), and short enough for a {@link JsonReader}. */
    static boolean isJson(String text) {
        int length = text.length();
        int at = text.startsWith("-") ? 1 : 0;
        int whole = digitsEnd(text, at);
        boolean hasLeadingZero = whole > at + 1 && text.charAt(at) == '0';
        if (whole == at || hasLeadingZero || length > JsonReader.MAX_NUMBER) {
            return false;
        }
        at = whole;
        if (at < length && text.charAt(at) == '.') {
            int fraction = digitsEnd(text, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < length && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            at += at < length && (text.charAt(at) == '+' || text.charAt(at) == '-') ? 1 : 0;
            int exponent = digitsEnd(text, at);
            return exponent > at && exponent == length;
        }
        return at == length;
    }

    private static int digitsEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Junk is told by a look: the exception that it would cost otherwise is dear. */
    private static boolean looksDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
