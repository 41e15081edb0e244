package dev.weir.connection.http2;

import dev.weir.connection.Refusals;
import dev.weir.connection.StreamGuard;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes a guard for each connection that speaks HTTP/2. Safe for many threads. */
public final class Http2Guards {

    private static final String NAME = "weir-http2-guard";
    private static final String FLUSHES = "weir-http2-flushes";
    /** So many answers go out at the latest, however many there are in one turn of the event loop. */
    private static final int MAX_FLUSHES_CONSOLIDATED = 256;

    private final Http2Bounds bounds;
    private final Refusals refusals;
    private final Http2Meters meters;
    private final Map<EventLoop, Http2Pulse> pulses = new ConcurrentHashMap<>();

    /** @param refusals counts requests that are refused before the HTTP server sees them, and says what they are answered */
    public Http2Guards(Http2Bounds bounds, Refusals refusals, MeterRegistry registry) {
        this.bounds = bounds;
        this.refusals = refusals;
        this.meters = new Http2Meters(registry);
    }

    /** Of a connection that has not been read yet. */
    public StreamGuard guard() {
        return new Entrance(this);
    }

    /**
     * Vert.x 5.2.0 flushes after each answer, which is a system call each. With this all that is answered during one turn of the
     * event loop goes out at its end. The guard's own last word does not pass it, and leaves at once.
     */
    private void stand(ChannelHandlerContext before) {
        EventLoop loop = before.channel().eventLoop();
        Http2Pulse pulse = pulses.computeIfAbsent(loop, Http2Pulse::start);
        before.pipeline()
                .addAfter(before.name(), NAME, new Http2Guard(bounds, refusals, meters, pulse))
                .addAfter(NAME, FLUSHES, new FlushConsolidationHandler(MAX_FLUSHES_CONSOLIDATED, true));
    }

    /** Puts the guard where it sees both ways. */
    private static final class Entrance implements StreamGuard {
        private final Http2Guards guards;

        Entrance(Http2Guards guards) {
            this.guards = guards;
        }

        @Override
        public void onBegin(ChannelHandlerContext context) {
            guards.stand(context);
        }

        @Override
        public void onBytes(ChannelHandlerContext context, ByteBuf bytes) {
            context.fireChannelRead(bytes);
        }
    }
}
