package dev.weir.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
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

    /** Within TLS it is for ALPN to say (RFC 9113, 3.2): who has not agreed on HTTP/2 is read as HTTP/1.1, which this is none of. */
    static boolean isAgreed(ChannelPipeline pipeline) {
        SslHandler tls = pipeline.get(SslHandler.class);
        return tls == null || ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol());
    }

    /** What it begins with. */
    enum Verdict {
        HTTP2,
        OTHER,
        /** It may be either. */
        TOO_SHORT
    }
}
