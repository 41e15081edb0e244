package dev.weir.journal.file;

import dev.weir.meter.Objectives;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The journal's meters, looked up once. */
final class JournalMetrics {

    private final MeterRegistry registry;
    private final Timer append;
    private final Timer fsync;
    private final DistributionSummary groupEvents;
    private final Counter damaged;
    private final Counter tooLarge;
    private final Counter tornTails;

    JournalMetrics(MeterRegistry registry) {
        this.registry = registry;
        append = timer("weir.journal.append", "From hand-over to acknowledgement");
        fsync = timer("weir.journal.fsync", "One force of the journal file");
        groupEvents = DistributionSummary.builder("weir.journal.group.events")
                .description("Events that shared one write and one force")
                .serviceLevelObjectives(1, 4, 16, 64, 256, 1024, 4096)
                .register(registry);
        damaged = Counter.builder("weir.journal.damaged")
                .description("Places of the journal that were found damaged")
                .register(registry);
        tooLarge = Counter.builder("weir.journal.too.large")
                .description("Events that failed because no record may be as large as they are, or their batch")
                .register(registry);
        tornTails = Counter.builder("weir.journal.torn.tails")
                .description("Starts that found an unfinished write behind the last record")
                .register(registry);
    }

    void gauges(
            LongSupplier queueDepth,
            LongSupplier queueBytes,
            LongSupplier diskBytes,
            LongSupplier healthy,
            LongSupplier held) {
        gauge("weir.journal.queue.depth", "Events, and batches of events, that wait for the writer", queueDepth);
        gauge("weir.journal.queue.bytes", "Bytes of the events that wait for the writer, roughly", queueBytes);
        gauge("weir.journal.disk.bytes", "Bytes that the journal files take", diskBytes);
        gauge("weir.journal.healthy", "1 while the journal keeps its promise", healthy);
        gauge("weir.journal.held", "1 while new events are refused because a sink is too far behind", held);
    }

    void onGroup(int events) {
        groupEvents.record(events);
    }

    void onKept(long nanos, int events) {
        for (int i = 0; i < events; i++) {
            append.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void onForce(long nanos) {
        fsync.record(nanos, TimeUnit.NANOSECONDS);
    }

    void onDamage() {
        damaged.increment();
    }

    void onTooLarge(int events) {
        tooLarge.increment(events);
    }

    void onTornTail() {
        tornTails.increment();
    }

    private void gauge(String name, String description, LongSupplier value) {
        Gauge.builder(name, value, LongSupplier::getAsLong)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(Objectives.ofAnswers())
                .register(registry);
    }
}
