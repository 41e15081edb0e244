package dev.weir.connection;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the acceptor of a listening socket: counts each connection, closes it at once if there are too many, and sees to
 * it that it is guarded. Safe for many threads.
 */
@ChannelHandler.Sharable
final class Gatekeeper extends ChannelInboundHandlerAdapter {

    private final ListenerGuard guard;

    Gatekeeper(ListenerGuard guard) {
        this.guard = guard;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel accepted = (Channel) message;
        InetAddress address = address(accepted);
        if (guard.tryAdmit(address)) {
            accepted.closeFuture().addListener(closed -> guard.onClosed(address));
            accepted.pipeline().addLast(new Placement(guard));
            context.fireChannelRead(accepted);
        } else {
            // Not registered yet: there is nothing but the socket.
            accepted.unsafe().closeForcibly();
        }
    }

    private static @Nullable InetAddress address(Channel accepted) {
        return accepted.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
    }

    /**
     * Puts the guard in its place when the rest of the pipeline is there: behind what turns bytes of the network into those that
     * the client meant, before all that reads them.
     */
    private static final class Placement extends ChannelInboundHandlerAdapter {
        private static final RecvByteBufAllocator READS =
                new AdaptiveRecvByteBufAllocator(64, 2_048, ConnectionBounds.MAX_READ_BYTES);
        private static final WriteBufferWaterMark WAITING =
                new WriteBufferWaterMark(ConnectionBounds.MAX_WAITING_BYTES / 2, ConnectionBounds.MAX_WAITING_BYTES);

        private final ListenerGuard guard;

        Placement(ListenerGuard guard) {
            this.guard = guard;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ChannelPipeline pipeline = context.pipeline();
            ChannelHandler before = this;
            for (var entry : pipeline) {
                ChannelHandler handler = entry.getValue();
                if (handler instanceof SniHandler
                        || handler instanceof SslHandler
                        || handler instanceof HAProxyMessageDecoder) {
                    before = handler;
                }
            }
            // Else one connection could make the server keep ten times as much.
            context.channel().config().setRecvByteBufAllocator(READS).setWriteBufferWaterMark(WAITING);
            KernelShare.bound(context.channel().config(), ConnectionBounds.MAX_WAITING_BYTES);
            // In TLS the end of what one side says is the end of both, as its library has it.
            boolean isClear = !(before instanceof SslHandler) && !(before instanceof SniHandler);
            if (isClear && guard.bounds().mayHalfClose()) {
                context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            }
            Deadlines deadlines = guard.deadlines(context.channel().eventLoop());
            pipeline.addAfter(
                    pipeline.context(before).name(), ConnectionGuard.NAME, new ConnectionGuard(guard, deadlines));
            context.fireChannelActive();
            pipeline.remove(this);
        }
    }
}
