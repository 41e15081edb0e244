package dev.weir.server;

import dev.weir.erase.Erasure;
import dev.weir.journal.file.FileJournal;
import dev.weir.journal.kafka.KafkaJournalOptions;
import dev.weir.lease.Lessor;
import dev.weir.relay.Deliveries;
import dev.weir.relay.Relay;
import dev.weir.relay.pace.OwnPaces;
import dev.weir.relay.partition.PartitionRelays;
import dev.weir.server.config.SinkConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What goes out of the journal: the relay with its sinks, which of them an operator has stopped, and what takes a person's events
 * out of everything.
 *
 * @param erasure null where nobody can take events out of the journal
 */
record Outflow(
        Deliveries relay, PausedSinks paused, @Nullable Erasure erasure) {

    /** How long calls under way may take before an erasure goes on without waiting for them. */
    private static final Duration ERASURE_PATIENCE = Duration.ofSeconds(30);

    /** @throws StartException if a sink cannot be opened, or a file of theirs cannot be read */
    static Outflow open(Basis basis, Stores stores, Vertx vertx, ServeRole role, @Nullable Lessor lessor)
            throws StartException {
        FileJournal files = stores.files();
        return files == null
                ? ofKafka(basis, stores, vertx, role, lessor)
                : ofFiles(basis, stores, files, vertx, lessor);
    }

    private static Outflow ofKafka(Basis basis, Stores stores, Vertx vertx, ServeRole role, @Nullable Lessor lessor)
            throws StartException {
        PausedSinks paused = new PausedSinks(basis.config().data());
        KafkaJournalOptions kafka = Objects.requireNonNull(basis.config().kafka());
        Deliveries relays = role.delivers()
                ? KafkaOutflow.join(kafka, basis, stores, vertx, lessor, paused.load(names(basis)))
                : PartitionRelays.none(basis.nanoTime());
        return new Outflow(basis.closing().add(relays), paused, null);
    }

    private static Outflow ofFiles(Basis basis, Stores stores, FileJournal files, Vertx vertx, @Nullable Lessor lessor)
            throws StartException {
        List<Relay.Outlet> outlets =
                Outlets.open(basis.config(), vertx, basis.clock(), basis.steadyClock(), basis.registry());
        if (Erasure.isPending(basis.config().data())) {
            // What was to be erased must not be delivered first.
            Erasures.finish(basis.config(), files, stores.state(), outlets);
        }
        PausedSinks paused = new PausedSinks(basis.config().data());
        Relay relay = basis.closing().add(relay(basis, stores, files, outlets, paused, lessor));
        Erasure erasure = Erasures.open(
                basis.config(),
                files,
                stores.state(),
                outlets,
                basis.closing(),
                basis.live()::forget,
                action -> relay.whileAtRest(ERASURE_PATIENCE, action));
        return new Outflow(relay, paused, erasure);
    }

    private static Set<String> names(Basis basis) {
        return basis.config().sinks().stream().map(SinkConfig::name).collect(Collectors.toSet());
    }

    private static Relay relay(
            Basis basis,
            Stores stores,
            FileJournal files,
            List<Relay.Outlet> outlets,
            PausedSinks paused,
            @Nullable Lessor lessor)
            throws StartException {
        Set<String> stopped = paused.load(names(basis));
        Relay.Setup setup = new Relay.Setup(
                files,
                stores.current()::sections,
                stores.dialectsByLabel()::get,
                outlets,
                basis.config().relay(),
                "weir-" + files.journalId() + "-",
                basis.clock(),
                basis.nanoTime(),
                basis.random(),
                basis.registry(),
                basis.tags(),
                basis.live(),
                basis.tracing(),
                new OwnPaces(basis.nanoTime(), lessor));
        return Relay.start(setup, stores.releasePoint(), stopped);
    }
}
