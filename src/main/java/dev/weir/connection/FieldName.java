package dev.weir.connection;

/**
 * Tells the names of fields that matter here, letter by letter: a set of those that it may still be, which for most names is empty
 * after the first.
 */
final class FieldName {

    static final int HOST = 1;
    static final int CONTENT_LENGTH = 1 << 1;
    static final int TRANSFER_ENCODING = 1 << 2;
    static final int CONNECTION = 1 << 4;
    static final int KEEP_ALIVE = 1 << 9;
    static final int TE = 1 << 11;
    static final int UPGRADE = 1 << 13;

    /** Of those above no trailer may be, nor of these: they say how to read, route, or judge the whole (RFC 9110, 6.5.1). */
    static final int NOT_IN_TRAILERS = ~0;

    private static final String[] NAMES = {
        "host",
        "content-length",
        "transfer-encoding",
        "authorization",
        "connection",
        "content-encoding",
        "content-type",
        "cookie",
        "expect",
        "keep-alive",
        "origin",
        "te",
        "trailer",
        "upgrade",
        "x-forwarded-for",
        "forwarded",
    };

    private static final int[][] BY_PLACE = byPlace();
    private static final int[] BY_LENGTH = byLength();

    private FieldName() {}

    /** All that it may be before the first letter. */
    static int any() {
        return ~0;
    }

    /** What it may still be, with this letter at this place. */
    static int narrow(int may, int place, int octet) {
        return place < BY_PLACE.length ? may & BY_PLACE[place][octet] : 0;
    }

    /** Which it is, one bit, or 0 for another. */
    static int settle(int may, int length) {
        return length < BY_LENGTH.length ? may & BY_LENGTH[length] : 0;
    }

    private static int[][] byPlace() {
        int longest = 0;
        for (String name : NAMES) {
            longest = Math.max(longest, name.length());
        }
        int[][] table = new int[longest][256];
        for (int i = 0; i < NAMES.length; i++) {
            for (int place = 0; place < NAMES[i].length(); place++) {
                char lower = NAMES[i].charAt(place);
                table[place][lower] |= 1 << i;
                table[place][Character.toUpperCase(lower)] |= 1 << i;
            }
        }
        return table;
    }

    private static int[] byLength() {
        int[] table = new int[BY_PLACE.length + 1];
        for (int i = 0; i < NAMES.length; i++) {
            table[NAMES[i].length()] |= 1 << i;
        }
        return table;
    }
}
