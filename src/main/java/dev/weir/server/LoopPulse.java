package dev.weir.server;

import dev.weir.meter.Objectives;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether one event loop turns: a task on it is due every tenth of a second, and how much later it runs is the loop's lag. What
 * is asked here may be asked on any other thread, and must be: a loop that stands still answers nobody.
 */
final class LoopPulse {

    /** How often the loop is to turn at least. */
    static final Duration PERIOD = Duration.ofMillis(100);

    private final String name;
    private final LongSupplier nanoTime;
    private final Timer lag;
    private volatile long lastNanos;

    private LoopPulse(String name, LongSupplier nanoTime, MeterRegistry registry) {
        this.name = name;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
        this.lag = Timer.builder("weir.loop.lag")
                .description("How much later than it was due a task ran on the event loop")
                .tag("loop", name)
                .serviceLevelObjectives(Objectives.ofAnswers())
                .register(registry);
        TimeGauge.builder("weir.loop.silence", this, TimeUnit.NANOSECONDS, LoopPulse::silentNanos)
                .description("Since the event loop last turned; a tenth of a second is usual")
                .tag("loop", name)
                .strongReference(true)
                .register(registry);
    }

    /** Beats until the loop shuts down. */
    static LoopPulse start(EventExecutor loop, String name, LongSupplier nanoTime, MeterRegistry registry) {
        LoopPulse pulse = new LoopPulse(name, nanoTime, registry);
        var unused = loop.scheduleAtFixedRate(pulse::beat, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return pulse;
    }

    /** The loop, as it is called in metrics and answers. */
    String name() {
        return name;
    }

    /** For how long it has not turned. */
    long silentNanos() {
        return Math.max(0, nanoTime.getAsLong() - lastNanos);
    }

    private void beat() {
        long now = nanoTime.getAsLong();
        lag.record(Math.max(0, now - lastNanos - PERIOD.toNanos()), TimeUnit.NANOSECONDS);
        lastNanos = now;
    }
}
