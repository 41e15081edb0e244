package dev.weir.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** The end of what the server says to a client that is refused, and may go on for a moment. */
public final class OutputEnd {

    private OutputEnd() {}

    /**
     * Says so, that the client need not wait to see it. In TLS it is said in a record, when the connection is closed. To be called on
     * the connection's event loop.
     */
    public static void say(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof DuplexChannel duplex && ctx.pipeline().get(SslHandler.class) == null) {
            var unused = duplex.shutdownOutput();
        }
    }
}
