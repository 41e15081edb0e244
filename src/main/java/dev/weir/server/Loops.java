package dev.weir.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The event loops of a Vert.x, and the one that accepts connections for them: whether each turns, and how busy it is. Safe for many threads. */
final class Loops {

    private final List<LoopPulse> pulses;

    private Loops(List<LoopPulse> pulses) {
        this.pulses = pulses;
    }

    /**
     * Watches all of them, until the Vert.x is closed. There is no public way to reach each loop exactly once: contexts are
     * given out in turn, to whoever asks at that moment.
     */
    static Loops watch(Vertx vertx, LoopTimes times, LongSupplier nanoTime, MeterRegistry registry) {
        VertxInternal internal = (VertxInternal) vertx;
        List<LoopPulse> pulses = new ArrayList<>();
        int number = 0;
        for (EventExecutor loop : internal.nettyEventLoopGroup()) {
            String name = Integer.toString(number++);
            pulses.add(LoopPulse.start(loop, name, nanoTime, registry));
            times.register(loop, name, registry);
        }
        for (EventExecutor acceptor : internal.acceptorEventLoopGroup()) {
            pulses.add(LoopPulse.start(acceptor, "acceptor", nanoTime, registry));
            times.register(acceptor, "acceptor", registry);
        }
        return new Loops(List.copyOf(pulses));
    }

    /** Those that have not turned for so long. Asked on a thread that is none of them. */
    List<String> silentFor(Duration limit) {
        List<String> silent = new ArrayList<>();
        for (LoopPulse pulse : pulses) {
            if (pulse.silentNanos() > limit.toNanos()) {
                silent.add(pulse.name());
            }
        }
        return silent;
    }
}
