package dev.weir.dialect.wire;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;

/**
 * Looks at the {@code \}{@code uXXXX} escapes of a JSON text for what has no place in one: half of a surrogate pair, which
 * no UTF-8 can carry on, and NUL, which ends a text early in some of the systems behind us. The parser takes both.
 */
final class JsonEscapes {

    private static final int ESCAPE_SIZE = 6;

    private JsonEscapes() {}

    static void check(byte[] json) throws RejectedException {
        int at = 0;
        while (at < json.length) {
            if (json[at] != '\\') {
                at++;
            } else {
                at += sizeOfEscape(json, at);
            }
        }
    }

    private static int sizeOfEscape(byte[] json, int at) throws RejectedException {
        int unit = unit(json, at);
        if (unit < 0) {
            return 2;
        }
        if (unit == 0) {
            throw new RejectedException(Rejection.MALFORMED_JSON, null, "an escaped NUL at byte " + at);
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

    /** The UTF-16 unit that is escaped here, or -1 if it is another escape, or none: then the parser judges it. */
    static int unit(byte[] json, int at) {
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
