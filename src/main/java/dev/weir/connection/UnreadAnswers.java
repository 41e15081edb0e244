package dev.weir.connection;

import dev.weir.connection.ConnectionMeters.Slowness;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was written to one connection, and its client has not taken: counted, and given up when that takes too long. Confined to the
 * connection's event loop.
 */
final class UnreadAnswers {

    private final ConnectionMeters meters;
    private final Deadlines deadlines;
    private final DeadlineLine.Place writing = new DeadlineLine.Place(this::onTooLong);
    private @Nullable Channel channel;
    /** What the kernel has not taken. */
    private long bytes;

    private boolean isAwaited;

    UnreadAnswers(ConnectionMeters meters, Deadlines deadlines) {
        this.meters = meters;
        this.deadlines = deadlines;
    }

    /** To be told after each flush. */
    void onFlushed(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer rest = ctx.channel().unsafe().outboundBuffer();
        long now = rest == null ? 0 : rest.totalPendingWriteBytes();
        // Fast path: the kernel has taken all of it.
        if (now == bytes) {
            return;
        }
        deadlines.onUnread(now - bytes);
        bytes = now;
        if (now > 0 && !isAwaited) {
            await(ctx);
        }
    }

    /** The connection is no more. */
    void end() {
        writing.leave();
        deadlines.onUnread(-bytes);
        bytes = 0;
    }

    /** What is written last is done when all before it is. */
    private void await(ChannelHandlerContext ctx) {
        isAwaited = true;
        channel = ctx.channel();
        deadlines.toWrite(writing);
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
            isAwaited = false;
            writing.leave();
            // Not now, because this write still counts; what came behind it has its own time.
            ctx.executor().execute(() -> onFlushed(ctx));
        });
    }

    /** What it did not take is thrown away, in the kernel too. */
    private void onTooLong() {
        Channel slow = Objects.requireNonNull(channel, "nothing was written");
        meters.onCut(Slowness.UNREAD_ANSWER);
        // At once, or whoever makes room by this would cut the next one, too.
        deadlines.onUnread(-bytes);
        bytes = 0;
        slow.config().setOption(ChannelOption.SO_LINGER, 0);
        slow.unsafe().close(slow.unsafe().voidPromise());
    }
}
