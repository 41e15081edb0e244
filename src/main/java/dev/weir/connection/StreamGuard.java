package dev.weir.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Looks at what comes over one connection that speaks HTTP/2, before the HTTP server does. Confined to its event loop.
 */
public interface StreamGuard {

    /** Lets all pass. */
    StreamGuard NONE = (context, bytes) -> context.fireChannelRead(bytes);

    /** From now on the connection speaks HTTP/2, though nothing may come for long. */
    default void onBegin(ChannelHandlerContext context) {}

    /**
     * Passes on what may be passed on, by {@code context.fireChannelRead}; what it closes instead, it closes by {@code
     * context.close()}.
     *
     * @param bytes in the order in which they came, the preface first (RFC 9113, 3.4); from now on this one's to release
     */
    void onBytes(ChannelHandlerContext context, ByteBuf bytes);
}
