package dev.weir.server;

import dev.weir.erase.Erasure;
import dev.weir.lease.Lessor;
import dev.weir.relay.Relay;
import dev.weir.server.config.SinkConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What goes out of the journal: the relay with its sinks, which of them an operator has stopped, and what takes a person's events
 * out of everything.
 */
record Outflow(Relay relay, PausedSinks paused, Erasure erasure) {

    /** How long calls under way may take before an erasure goes on without waiting for them. */
    private static final Duration ERASURE_PATIENCE = Duration.ofSeconds(30);

    /** @throws StartException if a sink cannot be opened, or a file of theirs cannot be read */
    static Outflow open(Basis basis, Stores stores, Vertx vertx, @Nullable Lessor lessor) throws StartException {
        List<Relay.Outlet> outlets =
                Outlets.open(basis.config(), vertx, basis.clock(), basis.steadyClock(), basis.registry());
        if (Erasure.isPending(basis.config().data())) {
            // What was to be erased must not be delivered first.
            Erasures.finish(basis.config(), stores.journal(), stores.state(), outlets);
        }
        PausedSinks paused = new PausedSinks(basis.config().data());
        Relay relay = basis.closing().add(relay(basis, stores, outlets, paused, lessor));
        Erasure erasure = Erasures.open(
                basis.config(),
                stores.journal(),
                stores.state(),
                outlets,
                basis.closing(),
                basis.live()::forget,
                action -> relay.whileAtRest(ERASURE_PATIENCE, action));
        return new Outflow(relay, paused, erasure);
    }

    private static Relay relay(
            Basis basis, Stores stores, List<Relay.Outlet> outlets, PausedSinks paused, @Nullable Lessor lessor)
            throws StartException {
        Set<String> names =
                basis.config().sinks().stream().map(SinkConfig::name).collect(Collectors.toSet());
        Set<String> stopped = paused.load(names);
        Relay.Setup setup = new Relay.Setup(
                stores.journal(),
                stores.current()::sections,
                stores.dialectsByLabel()::get,
                outlets,
                basis.config().relay(),
                "weir-" + stores.journal().journalId() + "-",
                basis.clock(),
                basis.nanoTime(),
                basis.random(),
                basis.registry(),
                basis.tags(),
                basis.live(),
                basis.tracing(),
                lessor);
        return Relay.start(setup, stores.releasePoint(), stopped);
    }
}
