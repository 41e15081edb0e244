package dev.weir.upstream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/**
 * How a pool of connections is doing: those of all event loops together. Vert.x 5.2.0 tells it through an SPI that is asked on
 * every request, also of the public port; to count here is cheaper. Safe for many threads.
 */
public final class PoolMeters {

    /** Counts, and shows nobody. */
    static final PoolMeters UNSEEN = new PoolMeters();

    private final LongAdder connections = new LongAdder();
    private final LongAdder asked = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder endedUnsent = new LongAdder();

    private PoolMeters() {}

    /**
     * Shows a pool.
     *
     * @param upstream the name of the sink whose server it is
     * @param use what goes over it: {@code sink} or {@code page}
     */
    public static PoolMeters of(MeterRegistry registry, String upstream, String use) {
        PoolMeters pool = new PoolMeters();
        Gauge.builder("weir.pool.connections", pool, meters -> meters.connections.sum())
                .description("Connections to the upstream that are open")
                .tags("upstream", upstream, "use", use)
                .strongReference(true)
                .register(registry);
        Gauge.builder("weir.pool.waiting", pool, PoolMeters::waiting)
                .description("Requests that wait for a connection")
                .tags("upstream", upstream, "use", use)
                .strongReference(true)
                .register(registry);
        Gauge.builder("weir.pool.in_use", pool, PoolMeters::inUse)
                .description("Requests that have a connection, and no whole answer yet")
                .tags("upstream", upstream, "use", use)
                .strongReference(true)
                .register(registry);
        return pool;
    }

    void onConnected() {
        connections.increment();
    }

    void onDisconnected() {
        connections.decrement();
    }

    void onAsked() {
        asked.increment();
    }

    void onSent() {
        sent.increment();
    }

    void onEnded(boolean wasSent) {
        (wasSent ? ended : endedUnsent).increment();
    }

    /** What ended is read first, and what began last: neither of these can be seen below 0. */
    private double waiting() {
        long gone = endedUnsent.sum() + sent.sum();
        return Math.max(0, asked.sum() - gone);
    }

    private double inUse() {
        long gone = ended.sum();
        return Math.max(0, sent.sum() - gone);
    }
}
