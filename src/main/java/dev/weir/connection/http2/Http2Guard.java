package dev.weir.connection.http2;

import dev.weir.connection.ConnectionBounds;
import dev.weir.connection.OutputEnd;
import dev.weir.connection.Refusals;
import dev.weir.connection.http2.Http2Bounds.Counts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Guards one connection that speaks HTTP/2, from its preface on: looks at the frames both ways, and ends what is abused. Whoever is
 * ended gets a GOAWAY that says why, and a moment to read it, since a connection that is closed with bytes unread takes away what
 * was sent last. Confined to its event loop.
 */
public final class Http2Guard extends ChannelDuplexHandler {

    /** "PRI * HTTP/2.0" and so on (RFC 9113, 3.4). */
    private static final int PREFACE_BYTES = 24;

    private static final int LINGER_TICKS = 1;
    private static final int HEAD_BYTES = 9;
    private static final int GOAWAY_BYTES = 8;

    private final Http2Bounds bounds;
    private final Refusals refusals;
    private final Http2Meters meters;
    private final Http2Pulse pulse;
    private final FrameCounts counts = new FrameCounts();
    private final FrameTimes times;
    private final FrameScanner received = new FrameScanner(new Received(), PREFACE_BYTES);
    private final FrameScanner sent = new FrameScanner(new Sent(), 0);

    private final long startTick;
    private Counts current;
    private long windowTick;
    private long idleTick;
    /** The last request that had come by the last tick. */
    private int lastStream;

    private boolean isAcknowledged;

    private @Nullable Abuse found;
    private Phase phase = Phase.SERVING;
    private long lingerTick;
    private int discardedBytes;
    private @Nullable ChannelHandlerContext context;
    private @Nullable StreamAges ages;
    private int prefaceLeft = PREFACE_BYTES;
    /** Null before the codec is there. */
    private @Nullable StreamHeads heads;

    Http2Guard(Http2Bounds bounds, Refusals refusals, Http2Meters meters, Http2Pulse pulse) {
        this.bounds = bounds;
        this.refusals = refusals;
        this.meters = meters;
        this.pulse = pulse;
        this.times = new FrameTimes(bounds, pulse);
        this.current = bounds.anybody();
        this.startTick = pulse.tick();
        this.windowTick = startTick;
        this.idleTick = startTick;
    }

    /** From now on the bounds of trusted proxies hold. */
    public void trust() {
        current = bounds.trusted();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        pulse.add(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        pulse.remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        pulse.remove(this);
        closed.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
        } else if (phase != Phase.SERVING) {
            discard(ctx, bytes);
        } else {
            received.scan(bytes);
            if (found == null) {
                pass(ctx, bytes);
            } else {
                bytes.release();
            }
            endIfFound(ctx);
        }
    }

    /** With the preface the codec comes into the pipeline, if it was not there; then whoever looks at what it has read. */
    private void pass(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (prefaceLeft > 0) {
            int length = Math.min(prefaceLeft, bytes.readableBytes());
            prefaceLeft -= length;
            ctx.fireChannelRead(bytes.readRetainedSlice(length));
            if (prefaceLeft == 0) {
                heads = StreamHeads.stand(ctx, refusals);
            }
        }
        if (bytes.isReadable()) {
            ctx.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (phase == Phase.ENDED) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
            return;
        }
        if (message instanceof ByteBuf bytes) {
            sent.scan(bytes);
        }
        var unused = ctx.write(message, promise);
        endIfFound(ctx);
    }

    /** The codec closes what it has ended as soon as it has said so; the client is given time to read that. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (phase == Phase.SERVING) {
            var unused = ctx.close(promise);
            return;
        }
        ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
        if (phase == Phase.ENDED_BY_CODEC) {
            phase = Phase.ENDED;
            linger(ctx);
            OutputEnd.say(ctx);
        }
    }

    /** A second is over. */
    void onTick() {
        ChannelHandlerContext ctx = Objects.requireNonNull(context, "not in a pipeline");
        if (phase != Phase.SERVING) {
            if (pulse.tick() - lingerTick > LINGER_TICKS) {
                closeNow(ctx);
            }
            return;
        }
        if (pulse.tick() - windowTick >= bounds.window().toSeconds()) {
            windowTick = pulse.tick();
            counts.reset();
        }
        if (times.isTooSlow(received)) {
            end(ctx, Abuse.SLOW_FRAME);
        } else if (!isAcknowledged && pulse.isOver(startTick, bounds.settingsTimeout())) {
            end(ctx, Abuse.NO_SETTINGS);
        } else {
            lookAtStreams(ctx);
        }
    }

    private void lookAtStreams(ChannelHandlerContext ctx) {
        StreamAges streams = ages(ctx);
        boolean isAsked = counts.lastStream() != lastStream || (streams != null && !streams.isNoneOpen());
        lastStream = counts.lastStream();
        if (isAsked) {
            idleTick = pulse.tick();
        } else if (pulse.isOver(idleTick, bounds.idleTimeout())) {
            end(ctx, Abuse.NO_ERROR);
            return;
        }
        if (streams != null) {
            resetOld(ctx, streams);
        }
    }

    private void resetOld(ChannelHandlerContext ctx, StreamAges streams) {
        List<Integer> old = streams.old();
        // Fast path: most streams are over within the tick.
        if (old.isEmpty()) {
            return;
        }
        ChannelHandlerContext codec = ctx.pipeline().context(Http2ConnectionHandler.class);
        Http2ConnectionHandler handler = (Http2ConnectionHandler) codec.handler();
        for (int stream : old) {
            meters.onEnded(Abuse.SLOW_STREAM);
            var unused = handler.resetStream(codec, stream, Abuse.SLOW_STREAM.code(), codec.newPromise());
        }
        codec.flush();
    }

    /** Null before the codec is there. */
    private @Nullable StreamAges ages(ChannelHandlerContext ctx) {
        if (ages == null) {
            Http2ConnectionHandler handler = ctx.pipeline().get(Http2ConnectionHandler.class);
            if (handler != null) {
                ages = new StreamAges(handler.connection(), pulse, bounds.streamTimeout());
            }
        }
        return ages;
    }

    private void endIfFound(ChannelHandlerContext ctx) {
        Abuse abuse = found;
        if (abuse != null && phase == Phase.SERVING) {
            end(ctx, abuse);
        }
    }

    private void end(ChannelHandlerContext ctx, Abuse abuse) {
        meters.onEnded(abuse);
        end(ctx, abuse.code());
    }

    /** Says so, lets the client read that, and closes. Nothing else goes either way. */
    private void end(ChannelHandlerContext ctx, long code) {
        phase = Phase.ENDED;
        ctx.writeAndFlush(ctx.alloc()
                        .buffer(HEAD_BYTES + GOAWAY_BYTES)
                        .writeMedium(GOAWAY_BYTES)
                        .writeByte(FrameType.GOAWAY)
                        .writeByte(0)
                        .writeInt(0)
                        .writeInt(counts.lastStream())
                        .writeInt((int) code))
                .addListener(written -> OutputEnd.say(ctx));
        linger(ctx);
    }

    private void linger(ChannelHandlerContext ctx) {
        lingerTick = pulse.tick();
        ctx.channel().config().setAutoRead(true);
    }

    private void discard(ChannelHandlerContext ctx, ByteBuf bytes) {
        discardedBytes += bytes.readableBytes();
        bytes.release();
        if (discardedBytes > ConnectionBounds.MAX_DISCARDED_BYTES) {
            closeNow(ctx);
        }
    }

    private void closeNow(ChannelHandlerContext ctx) {
        pulse.remove(this);
        var unused = ctx.close();
    }

    /** What the client sends. */
    private final class Received implements FrameScanner.Frames {
        @Override
        public void onFrame(int type, int flags, int stream, int length) {
            times.onFrame(type, flags);
            if (type == FrameType.SETTINGS && (flags & FrameType.ACK) != 0) {
                isAcknowledged = true;
            }
            if (found == null) {
                found = counts.onReceived(type, flags, stream, length, current);
            }
        }

        /** It may say so as often as it may send other such frames. */
        @Override
        public void onGoAway(long code) {}

        @Override
        public void onReset(int stream, long code) {}
    }

    /** What the server sends. */
    private final class Sent implements FrameScanner.Frames {
        @Override
        public void onFrame(int type, int flags, int stream, int length) {
            if (found == null) {
                found = counts.onSent(type, length, current);
            }
            if (type == FrameType.HEADERS && heads != null) {
                heads.onAnswered(stream);
            }
        }

        @Override
        public void onReset(int stream, long code) {
            if (heads != null) {
                heads.onReset(stream, code, counts.lastStream());
            }
        }

        @Override
        public void onGoAway(long code) {
            if (code != Abuse.NO_ERROR && phase == Phase.SERVING) {
                phase = Phase.ENDED_BY_CODEC;
                lingerTick = pulse.tick();
                meters.onEnded(Abuse.ofCodec(code));
            }
        }
    }

    /** Who is served, or by whom the connection was ended. */
    private enum Phase {
        SERVING,
        ENDED,
        ENDED_BY_CODEC
    }
}
