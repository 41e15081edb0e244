package dev.weir.dialect.wire;

import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;

/**
 * Finds out what a body is by its first byte that is not blank. Content types cannot be relied on: {@code sendBeacon}
 * says text/plain or nothing at all of JSON, and an HTTP client's adapter puts a form's type on an empty body.
 */
public final class SniffedBody {

    private SniffedBody() {}

    /** The beacon with the kind that its body is; the one given in is a hint for what is neither empty nor JSON. */
    public static Beacon of(Beacon beacon) throws RejectedException {
        BodyKind kind = kind(beacon.body(), beacon.bodyKind());
        if (kind == beacon.bodyKind()) {
            return beacon;
        }
        return kind == BodyKind.NONE
                ? Beacon.withoutBody(beacon.method(), beacon.path(), beacon.query())
                : new Beacon(beacon.method(), beacon.path(), beacon.query(), kind, beacon.body());
    }

    private static BodyKind kind(byte[] body, BodyKind hint) throws RejectedException {
        refuseOtherEncodings(body);
        int start = 0;
        while (start < body.length && isBlank(body[start])) {
            start++;
        }
        if (start == body.length) {
            return BodyKind.NONE;
        }
        return switch (body[start]) {
            // An array or a text is read as JSON too, and refused there: no form begins with one of these unescaped.
            case '{', '[', '"' -> BodyKind.JSON;
            default -> hint == BodyKind.JSON ? BodyKind.JSON : BodyKind.FORM;
        };
    }

    /** The JSON parser would take UTF-16, UTF-32 and a byte order mark without a word. */
    static void refuseOtherEncodings(byte[] body) throws RejectedException {
        int head = Math.min(4, body.length);
        for (int i = 0; i < head; i++) {
            if (body[i] == 0) {
                throw new RejectedException(
                        Rejection.INVALID_UTF8, null, "a zero byte at byte " + i + ", as in UTF-16 (expected: UTF-8)");
            }
        }
        if (head >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            throw new RejectedException(
                    Rejection.INVALID_UTF8, null, "a byte order mark at byte 0 (expected: UTF-8 without one)");
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
