package dev.weir.connection.http2;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Tells the guards of one event loop that another second is over. Confined to that loop. */
final class Http2Pulse {

    private static final long TICK_SECONDS = 1;

    private final Set<Http2Guard> guards = new LinkedHashSet<>();
    private long tick;

    /** For tests, which tell the time themselves. */
    Http2Pulse() {}

    /** Goes by the loop's own clock, until the loop ends. */
    static Http2Pulse start(EventLoop loop) {
        Http2Pulse pulse = new Http2Pulse();
        var unused = loop.scheduleAtFixedRate(pulse::onTick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        return pulse;
    }

    void add(Http2Guard guard) {
        guards.add(guard);
    }

    void remove(Http2Guard guard) {
        guards.remove(guard);
    }

    /** How many seconds have begun. */
    long tick() {
        return tick;
    }

    /** Whether so much time has gone by for certain: the tick under way when it began does not count. */
    boolean isOver(long sinceTick, Duration limit) {
        return tick - sinceTick > limit.toSeconds();
    }

    void onTick() {
        tick++;
        // Not the set itself, which those who end leave.
        List<Http2Guard> now = new ArrayList<>(guards);
        for (Http2Guard guard : now) {
            guard.onTick();
        }
    }
}
