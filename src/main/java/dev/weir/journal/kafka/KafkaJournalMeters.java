package dev.weir.journal.kafka;

import dev.weir.meter.Objectives;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The meters of the appending half, which have the names that the file journal's have. */
final class KafkaJournalMeters {

    private final MeterRegistry registry;
    private final Timer append;
    private final Counter tooLarge;

    KafkaJournalMeters(MeterRegistry registry) {
        this.registry = registry;
        append = Timer.builder("weir.journal.append")
                .description("From hand-over to acknowledgement")
                .serviceLevelObjectives(Objectives.ofAnswers())
                .register(registry);
        tooLarge = Counter.builder("weir.journal.too.large")
                .description("Events that failed because no record may be as large as they are, or their batch")
                .register(registry);
    }

    void gauges(LongSupplier queueDepth, LongSupplier queueBytes, LongSupplier healthy, LongSupplier held) {
        gauge("weir.journal.queue.depth", "Events, and batches of events, that wait for the writer", queueDepth);
        gauge("weir.journal.queue.bytes", "Bytes of the events that wait for the writer, roughly", queueBytes);
        gauge("weir.journal.healthy", "1 while the journal keeps its promise", healthy);
        gauge("weir.journal.held", "1 while new events are refused because a sink is too far behind", held);
    }

    void onKept(long nanos, int events) {
        for (int i = 0; i < events; i++) {
            append.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void onTooLarge(int events) {
        tooLarge.increment(events);
    }

    private void gauge(String name, String description, LongSupplier value) {
        Gauge.builder(name, value, LongSupplier::getAsLong)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
