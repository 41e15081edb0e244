package dev.weir.state;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** The meters of the read models. Safe for many threads. */
final class StateMetrics {

    private final MeterRegistry registry;
    /** By model, the one that is in use: after a snapshot that could not be read, models are made again. */
    private final Map<String, IntSupplier> sizes = new ConcurrentHashMap<>();

    private final Map<Skipped, Counter> skipped = new EnumMap<>(Skipped.class);
    private final Counter refused;
    private final Counter late;
    private final Counter faults;
    private final Counter snapshotFailures;
    private final Timer snapshots;
    private volatile long snapshotBytes;

    StateMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Skipped reason : Skipped.values()) {
            skipped.put(
                    reason,
                    Counter.builder("weir.state.skipped")
                            .description("Journal entries that the read models could not take in, by reason")
                            .tag("reason", reason.label)
                            .register(registry));
        }
        refused = counter("weir.state.questions.refused", "Questions refused because too many waited");
        late = counter("weir.state.questions.late", "Questions answered before everything asked for was applied");
        faults = counter("weir.state.faults", "Faults of the keeper after which it went on");
        snapshotFailures = counter("weir.state.snapshot.failures", "Snapshots that could not be written");
        snapshots = Timer.builder("weir.state.snapshot")
                .description("Writing a snapshot, on a thread of its own")
                .register(registry);
        Gauge.builder("weir.state.snapshot.bytes", this, metrics -> metrics.snapshotBytes)
                .description("Size of the newest snapshot")
                .baseUnit("bytes")
                .register(registry);
    }

    /** A gauge holds what it asks weakly unless it is told otherwise, and nobody else holds what is given here. */
    void lag(LongSupplier entries) {
        Gauge.builder("weir.state.lag", entries, LongSupplier::getAsLong)
                .description("Journal entries that the read models have not taken in yet")
                .strongReference(true)
                .register(registry);
    }

    void snapshotAge(LongSupplier nanos) {
        TimeGauge.builder("weir.state.snapshot.age", nanos, TimeUnit.NANOSECONDS, LongSupplier::getAsLong)
                .description("Since the last snapshot was written, or the process began")
                .strongReference(true)
                .register(registry);
    }

    void size(String model, IntSupplier size) {
        if (sizes.put(model, size) != null) {
            return;
        }
        Gauge.builder(
                        "weir.state.size",
                        sizes,
                        all -> all.getOrDefault(model, () -> 0).getAsInt())
                .description("What a read model holds")
                .tag("model", model)
                .register(registry);
    }

    Evictions evictions(String model) {
        return new Evictions(evicted(model, "full"), evicted(model, "age"));
    }

    Evictions keyEvictions() {
        return new Evictions(keysEvicted("full"), keysEvicted("age"));
    }

    void onSkipped(Skipped reason, long entries) {
        Counter counter = skipped.get(reason);
        if (counter != null) {
            counter.increment((double) entries);
        }
    }

    void onRefused() {
        refused.increment();
    }

    void onLate() {
        late.increment();
    }

    void onFault() {
        faults.increment();
    }

    void onSnapshot(long bytes, long nanos) {
        snapshotBytes = bytes;
        snapshots.record(nanos, TimeUnit.NANOSECONDS);
    }

    void onSnapshotFailure() {
        snapshotFailures.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Counter evicted(String model, String reason) {
        return Counter.builder("weir.state.evicted")
                .description("What a read model forgot, for want of room or by age")
                .tag("model", model)
                .tag("reason", reason)
                .register(registry);
    }

    private Counter keysEvicted(String reason) {
        return Counter.builder("weir.idempotency.evicted")
                .description("Keys forgotten, for want of room or by age")
                .tag("reason", reason)
                .register(registry);
    }

    /** Why an entry was not taken in. */
    enum Skipped {
        DAMAGED("damaged"),
        MISSING("missing"),
        UNKNOWN_DIALECT("unknown-dialect"),
        UNDECODABLE("undecodable"),
        FAULT("fault");

        private final String label;

        Skipped(String label) {
            this.label = label;
        }
    }

    /** What one model forgets. */
    record Evictions(Counter full, Counter age) {

        void onFull(int count) {
            full.increment(count);
        }

        void onAged(int count) {
            age.increment(count);
        }
    }
}
