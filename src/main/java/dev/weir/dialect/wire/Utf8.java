package dev.weir.dialect.wire;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing past U+10FFFF, nothing cut off. The parsers' own
 * decoders let some of these through.
 */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Refuses bytes that are no UTF-8. */
    static void check(byte[] bytes) throws RejectedException {
        int at = firstInvalid(bytes, bytes.length);
        if (at >= 0) {
            throw new RejectedException(Rejection.INVALID_UTF8, null, "no UTF-8 at byte " + at);
        }
    }

    /** The offset of the first sequence in {@code bytes[0..length)} that is no UTF-8, or -1. */
    static int firstInvalid(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            // Nearly all of a beacon is ASCII: eight bytes a step.
            if (at + Long.BYTES <= length && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int size = sequence(bytes, at, length);
                if (size == 0) {
                    return at;
                }
                at += size;
            }
        }
        return -1;
    }

    /** The size of the sequence of two to four bytes at this offset, or 0 if it is none. */
    private static int sequence(byte[] bytes, int at, int length) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        int size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (at + size > length || !secondFits(lead, bytes[at + 1] & 0xFF)) {
            return 0;
        }
        for (int i = at + 2; i < at + size; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    /** The second byte decides on overlong forms, surrogates and the upper end (RFC 3629, section 4). */
    private static boolean secondFits(int lead, int second) {
        return switch (lead) {
            case 0xE0 -> second >= 0xA0 && second <= 0xBF;
            case 0xED -> second >= 0x80 && second <= 0x9F;
            case 0xF0 -> second >= 0x90 && second <= 0xBF;
            case 0xF4 -> second >= 0x80 && second <= 0x8F;
            default -> second >= 0x80 && second <= 0xBF;
        };
    }
}
