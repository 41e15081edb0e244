package dev.weir.server;

import dev.weir.admin.Readiness;
import dev.weir.event.Promise;
import dev.weir.journal.Journal;
import dev.weir.journal.kafka.KafkaJournal;
import dev.weir.relay.Relay;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What must hold for events to be welcome. */
final class ReadinessChecks {

    private ReadinessChecks() {}

    /**
     * A sink that is not well is owed what the journal keeps: no reason to turn events away, until it holds back more than
     * its share of the disk. From then on they are refused as by a full disk, and said to be.
     */
    static Readiness of(
            Journal journal, Supplier<List<Relay.Status>> sinks, BooleanSupplier warm, BooleanSupplier accepting) {
        Readiness readiness = new Readiness()
                .require("journal", journal::isHealthy)
                .require("disk", () -> !journal.isFull())
                .require("backlog", () -> !journal.isHeld())
                .require("warm", warm)
                .require("accepting", accepting)
                .show(
                        "sinks",
                        () -> sinks.get().stream().collect(Collectors.toMap(Relay.Status::sink, Relay.Status::isWell)));
        // An event there is promised, too, and goes on by itself.
        return journal instanceof KafkaJournal kafka && kafka.hasSpill()
                ? readiness.show("spill", () -> Map.of("empty", kafka.promise() == Promise.REPLICATED))
                : readiness;
    }
}
