package dev.weir.ingest.beacon;

import dev.weir.meter.Objectives;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the requests of one dialect take, from their head to the end of their answer; the body, the disk and an upstream
 * are in it. A record costs no allocation. Safe for many threads.
 */
final class Stopwatch {

    private final LongSupplier nanoTime;
    private final Timer timer;

    Stopwatch(LongSupplier nanoTime, MeterRegistry registry, String dialect) {
        this.nanoTime = nanoTime;
        this.timer = Timer.builder("weir.request")
                .description("From a request's head to the end of its answer; not of what is refused unread")
                .tag("dialect", dialect)
                .serviceLevelObjectives(Objectives.ofAnswers())
                .register(registry);
    }

    /** The moment from which a request is timed. */
    long start() {
        return nanoTime.getAsLong();
    }

    /** @param startNanos from {@link #start} */
    void stop(long startNanos) {
        timer.record(nanoTime.getAsLong() - startNanos, TimeUnit.NANOSECONDS);
    }
}
