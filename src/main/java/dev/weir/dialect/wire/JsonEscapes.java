package dev.weir.dialect.wire;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;

/**
 * The escapes of JSON texts. Refused is, beside what is none, half of a surrogate pair, which no UTF-8 can carry on.
 */
final class JsonEscapes {

    private static final int ESCAPE_SIZE = 6;
    private static final String SHORT = "\"\\/bfnrt";

    private JsonEscapes() {}

    /** How many octets the escape has that begins here; both halves of a pair are one. */
    static int size(byte[] json, int at) throws RejectedException {
        if (at + 1 < json.length && SHORT.indexOf(json[at + 1]) >= 0) {
            return 2;
        }
        int unit = unit(json, at);
        if (unit < 0) {
            throw new RejectedException(Rejection.MALFORMED_JSON, null, "no valid JSON near byte " + at);
        }
        if (Character.isHighSurrogate((char) unit)) {
            int next = unit(json, at + ESCAPE_SIZE);
            if (next >= 0 && Character.isLowSurrogate((char) next)) {
                return 2 * ESCAPE_SIZE;
            }
        }
        if (Character.isSurrogate((char) unit)) {
            throw new RejectedException(
                    Rejection.MALFORMED_JSON, null, "half of an escaped surrogate pair at byte " + at);
        }
        return ESCAPE_SIZE;
    }

    /** The UTF-16 unit that is escaped here, or -1 if it is another escape, or none. */
    private static int unit(byte[] json, int at) {
        if (at + ESCAPE_SIZE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE_SIZE; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
