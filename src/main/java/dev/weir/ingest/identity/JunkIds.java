package dev.weir.ingest.identity;

/**
 * What clients send where an id should be, and what must never become one: it would make one device of thousands, or
 * carry something into a header, a log line or a spreadsheet.
 */
final class JunkIds {

    static final int MAX_LENGTH = 128;

    private JunkIds() {}

    /**
     * Whether this cannot be an id: overlong, with a character that an id must not have, all zeroes, or a word for
     * nothing.
     */
    static boolean isJunk(String candidate) {
        int length = candidate.length();
        if (length == 0 || length > MAX_LENGTH) {
            return true;
        }
        boolean onlyZeroes = true;
        for (int i = 0; i < length; i++) {
            char c = candidate.charAt(i);
            if (!isAllowed(c)) {
                return true;
            }
            // The zero UUID is what iOS answers when tracking is not allowed.
            onlyZeroes &= c == '0' || c == '-';
        }
        return onlyZeroes || isWordForNothing(candidate);
    }

    /**
     * Printable ASCII that a cookie may hold (RFC 6265, cookie-octet), without what HTML and SQL take for their own.
     * This alone turns away JavaScript's {@code [object Object]} and Go's {@code <nil>}.
     */
    private static boolean isAllowed(char c) {
        return switch (c) {
            case '"', '\'', '`', ',', ';', '\\', '<', '>' -> false;
            default -> c > ' ' && c < 0x7f;
        };
    }

    private static boolean isWordForNothing(String id) {
        return switch (id.length()) {
            // NaN: a number that is none, from JavaScript. nil: nothing, from Go, Ruby and Objective-C.
            case 3 -> id.equalsIgnoreCase("nan") || id.equalsIgnoreCase("nil");
            // null: from JavaScript, PHP and Java. none: from Python. true: a check's result in place of its subject.
            case 4 -> id.equalsIgnoreCase("null") || id.equalsIgnoreCase("none") || id.equalsIgnoreCase("true");
            // false: what PHP and JavaScript code returns for "not found".
            case 5 -> id.equalsIgnoreCase("false");
            // (null): nothing, printed by Objective-C.
            case 6 -> id.equalsIgnoreCase("(null)");
            // unknown: from device libraries that cannot tell.
            case 7 -> id.equalsIgnoreCase("unknown");
            // undefined: from JavaScript.
            case 9 -> id.equalsIgnoreCase("undefined");
            // The Android id that whole series of devices and the emulator have in common.
            case 16 -> id.equalsIgnoreCase("9774d56d682e549c");
            // The hardware address that Android tells every app since version 6.
            case 17 -> id.equals("02:00:00:00:00:00");
            default -> false;
        };
    }
}
