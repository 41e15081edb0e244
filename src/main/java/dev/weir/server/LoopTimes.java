package dev.weir.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long each event loop has been at work. A counter and no gauge: whoever reads it sees the share of any time that he likes, and
 * none is missed between two readings. Safe for many threads.
 */
final class LoopTimes {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    /** No more than there are event loops. */
    private final Map<ThreadAwareExecutor, TimedIoHandler> handlers = new ConcurrentHashMap<>();

    LoopTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The same handlers, with their loops' time kept here. */
    IoHandlerFactory timed(IoHandlerFactory factory) {
        return new Timed(factory);
    }

    /** Shows a loop's time, if it is kept here. */
    void register(EventExecutor loop, String name, MeterRegistry registry) {
        TimedIoHandler handler = handlers.get(loop);
        if (handler != null) {
            FunctionCounter.builder("weir.loop.busy", handler, timed -> timed.busyNanos() / SECOND)
                    .description("For how long the event loop had something to do; its rate is the loop's utilisation")
                    .baseUnit("seconds")
                    .tag("loop", name)
                    .register(registry);
        }
    }

    private final class Timed implements IoHandlerFactory {

        private final IoHandlerFactory factory;

        Timed(IoHandlerFactory factory) {
            this.factory = factory;
        }

        @Override
        public IoHandler newHandler(ThreadAwareExecutor loop) {
            TimedIoHandler handler = new TimedIoHandler(factory.newHandler(loop), nanoTime);
            handlers.put(loop, handler);
            return handler;
        }

        @Override
        public boolean isChangingThreadSupported() {
            return factory.isChangingThreadSupported();
        }
    }
}
