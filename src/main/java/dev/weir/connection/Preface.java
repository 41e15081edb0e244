package dev.weir.connection;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Tells whether a connection begins with what HTTP/2 begins with (RFC 9113, 3.4). */
final class Preface {

    private static final byte[] OCTETS = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Preface() {}

    /** @param bytes all that has come so far */
    static Verdict judge(ByteBuf bytes) {
        int length = Math.min(bytes.readableBytes(), OCTETS.length);
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != OCTETS[i]) {
                return Verdict.OTHER;
            }
        }
        return length == OCTETS.length ? Verdict.HTTP2 : Verdict.TOO_SHORT;
    }

    /** What it begins with. */
    enum Verdict {
        HTTP2,
        OTHER,
        /** It may be either. */
        TOO_SHORT
    }
}
