package dev.weir.journal.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The meters of the spill. */
final class SpillMeters {

    private final MeterRegistry registry;
    private final Counter spilled;
    private final Counter lost;

    SpillMeters(MeterRegistry registry) {
        this.registry = registry;
        spilled = counter("weir.journal.spilled", "Events acknowledged from the spill, because Kafka was away");
        lost = counter("weir.journal.spill.lost", "Events of the spill that could not be read again");
    }

    void gauges(LongSupplier pending, LongSupplier ageMillis, BooleanSupplier healthy, Supplier<SpillState> state) {
        Gauge.builder("weir.journal.spill.pending", pending, LongSupplier::getAsLong)
                .description("Events of the spill that Kafka is not known to have")
                .strongReference(true)
                .register(registry);
        TimeGauge.builder("weir.journal.spill.age", ageMillis::getAsLong, TimeUnit.MILLISECONDS)
                .description("How long ago the oldest event of the spill was accepted that Kafka is not known to have")
                .strongReference(true)
                .register(registry);
        Gauge.builder("weir.journal.spill.healthy", healthy, now -> now.getAsBoolean() ? 1 : 0)
                .description("1 while the spill can be written")
                .strongReference(true)
                .register(registry);
        for (SpillState each : SpillState.values()) {
            // Handing over is the end of draining, and is not told apart.
            if (each != SpillState.HANDING_OVER) {
                Gauge.builder("weir.journal.spill.state", state, now -> isIn(each, now.get()) ? 1 : 0)
                        .description("1 for the state that holds")
                        .tag("state", each.label())
                        .strongReference(true)
                        .register(registry);
            }
        }
    }

    void onSpilled(int events) {
        spilled.increment(events);
    }

    void onLost(long events) {
        lost.increment((double) events);
    }

    private static boolean isIn(SpillState state, SpillState now) {
        return state.label().equals(now.label());
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
