package dev.weir.ingest.beacon;

import java.util.zip.CRC32;

/** What stands around the compressed bytes of a gzip member (RFC 1952, 2.3). */
final class GzipFrame {

    /** The sum and the length of what was compressed. */
    static final int TRAILER_BYTES = 8;

    /** For a header that is none. */
    static final int NONE = -1;

    private static final int FIXED_BYTES = 10;
    private static final int DEFLATED = 8;

    private static final int HAS_HEADER_SUM = 1 << 1;
    private static final int HAS_EXTRA = 1 << 2;
    private static final int HAS_NAME = 1 << 3;
    private static final int HAS_COMMENT = 1 << 4;
    private static final int RESERVED = 0b1110_0000;

    private GzipFrame() {}

    /** Where the compressed bytes begin, or {@link #NONE} where this is no header, or not a whole one. */
    static int headerLength(byte[] member) {
        if (member.length < FIXED_BYTES
                || unsigned(member, 0) != 0x1F
                || unsigned(member, 1) != 0x8B
                || member[2] != DEFLATED
                || (member[3] & RESERVED) != 0) {
            return NONE;
        }
        int flags = member[3];
        int at = FIXED_BYTES;
        if ((flags & HAS_EXTRA) != 0) {
            at = member.length - at < 2 ? NONE : at + 2 + unsignedShort(member, at);
        }
        if ((flags & HAS_NAME) != 0) {
            at = afterZero(member, at);
        }
        if ((flags & HAS_COMMENT) != 0) {
            at = afterZero(member, at);
        }
        if ((flags & HAS_HEADER_SUM) != 0) {
            at = afterSum(member, at);
        }
        return at > member.length ? NONE : at;
    }

    /** Whether the last bytes of the member are the sum and the length of these. */
    static boolean isSummedUp(byte[] member, byte[] inflated) {
        CRC32 sum = new CRC32();
        sum.update(inflated);
        int at = member.length - TRAILER_BYTES;
        return littleEndian(member, at) == (int) sum.getValue() && littleEndian(member, at + 4) == inflated.length;
    }

    private static int afterZero(byte[] member, int from) {
        if (from != NONE) {
            for (int i = from; i < member.length; i++) {
                if (member[i] == 0) {
                    return i + 1;
                }
            }
        }
        return NONE;
    }

    /** Behind the lower half of the sum of all that stands before it. */
    private static int afterSum(byte[] member, int at) {
        if (at == NONE || member.length - at < 2) {
            return NONE;
        }
        CRC32 sum = new CRC32();
        sum.update(member, 0, at);
        return unsignedShort(member, at) == (sum.getValue() & 0xFFFF) ? at + 2 : NONE;
    }

    private static int littleEndian(byte[] bytes, int at) {
        return unsignedShort(bytes, at) | unsignedShort(bytes, at + 2) << 16;
    }

    private static int unsignedShort(byte[] bytes, int at) {
        return unsigned(bytes, at) | unsigned(bytes, at + 1) << 8;
    }

    private static int unsigned(byte[] bytes, int at) {
        return bytes[at] & 0xFF;
    }
}
