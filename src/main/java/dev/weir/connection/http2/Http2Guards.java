package dev.weir.connection.http2;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes a guard for each connection that speaks HTTP/2. Safe for many threads. */
public final class Http2Guards {

    private static final String NAME = "weir-http2-guard";

    private final Http2Bounds bounds;
    private final Http2Meters meters;
    private final Map<EventLoop, Http2Pulse> pulses = new ConcurrentHashMap<>();

    public Http2Guards(Http2Bounds bounds, MeterRegistry registry) {
        this.bounds = bounds;
        this.meters = new Http2Meters(registry);
    }

    /** Puts a guard behind this handler, before the preface is read. On the connection's event loop. */
    public void guard(ChannelHandlerContext before) {
        EventLoop loop = before.channel().eventLoop();
        Http2Pulse pulse = pulses.computeIfAbsent(loop, Http2Pulse::start);
        before.pipeline().addAfter(before.name(), NAME, new Http2Guard(bounds, meters, pulse));
    }
}
