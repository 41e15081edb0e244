package dev.weir.server;

import dev.weir.admin.AdminServer;
import dev.weir.admin.Endpoint;
import dev.weir.admin.HealthEndpoints;
import dev.weir.admin.Metrics;
import dev.weir.admin.Readiness;
import dev.weir.admin.live.LiveEndpoint;
import dev.weir.admin.status.StatusEndpoints;
import dev.weir.dialect.Dialect;
import dev.weir.event.Section;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.journal.file.FileJournal;
import dev.weir.server.config.WeirConfig;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what the private port can be asked. */
final class PrivatePort {

    private static final Set<String> WORDS = Set.of("true", "false", "enforce", "shadow");

    private final Parts parts;
    private final WeirConfig config;

    private PrivatePort(Parts parts) {
        this.parts = parts;
        this.config = parts.basis().config();
    }

    /**
     * Opens it.
     *
     * @return the port
     */
    static int open(Parts parts) throws StartException {
        PrivatePort port = new PrivatePort(parts);
        WeirConfig config = parts.basis().config();
        AdminServer server = new AdminServer(
                parts.vertx(),
                config.admin(),
                port.endpoints(),
                List.of(port.live().endpoint()),
                parts.basis().closing().add(AuditFile.open(config.data())),
                port::isOurs,
                parts.basis().clock(),
                parts.basis().registry());
        return Sockets.bind(
                config.admin().host(), config.admin().port(), "admin.port or WEIR_ADMIN_PORT", server.start());
    }

    /** Whether the audit may have a text: a sink's or a section's name, or a word that requests of operators consist of. */
    private boolean isOurs(String word) {
        return WORDS.contains(word)
                || parts.stores().current().sections().byName(word) != null
                || config.sinks().stream().anyMatch(sink -> sink.name().equals(word));
    }

    private List<Endpoint> endpoints() {
        return Stream.of(
                        health().endpoints(),
                        status().endpoints(),
                        new LetterEndpoints(
                                        config,
                                        parts.basis().clock(),
                                        parts.basis().random())
                                .endpoints(),
                        new SinkEndpoints(
                                        parts.outflow().relay(), parts.outflow().paused(), range())
                                .endpoints(),
                        new SectionEndpoints(
                                        parts.stores().current(),
                                        parts.limits(),
                                        parts.outflow().relay())
                                .endpoints(),
                        parts.drain().endpoints(),
                        new EraseEndpoints(
                                        parts.outflow().erasure(),
                                        parts.stores().current()::sections)
                                .endpoints())
                .flatMap(List::stream)
                .toList();
    }

    private @Nullable JournalRange range() {
        FileJournal files = parts.stores().files();
        return files == null ? null : new JournalRange(files);
    }

    private HealthEndpoints health() {
        return new HealthEndpoints(
                parts.metrics(),
                parts.readiness(),
                () -> parts.loops().silentFor(config.telemetry().stallLimit()));
    }

    private StatusEndpoints status() {
        LetterCounts letters = new LetterCounts(Outlets.deadLetters(config));
        StatusFacts facts = new StatusFacts(
                parts.stores().current()::config,
                parts.basis().clock().instant(),
                () -> parts.configState().get().facts(),
                parts.stores().journal(),
                parts.outflow().relay(),
                parts.readiness(),
                parts.isDraining(),
                letters,
                parts.limits());
        StatusEndpoints status = new StatusEndpoints(
                parts.metrics(), facts, parts.basis().clock(), parts.basis().nanoTime());
        parts.vertx()
                .setPeriodic(
                        StatusEndpoints.STEP.toMillis(),
                        timer -> parts.vertx()
                                .executeBlocking(
                                        () -> {
                                            letters.refresh();
                                            status.sample();
                                            return null;
                                        },
                                        false));
        return status;
    }

    private LiveEndpoint live() {
        return new LiveEndpoint(
                parts.basis().live(),
                () -> parts.stores().current().sections().all().stream()
                        .map(Section::name)
                        .toList(),
                parts.stores().dialects().stream().map(Dialect::label).toList(),
                parts.vertx());
    }

    /**
     * What is shown and steered.
     *
     * @param vertx one of its own: who asks whether the event loops turn must not need one of them
     * @param loops those of the public port
     */
    record Parts(
            Basis basis,
            Stores stores,
            Outflow outflow,
            Vertx vertx,
            Loops loops,
            Metrics metrics,
            Readiness readiness,
            SectionLimits limits,
            Supplier<ConfigState> configState,
            DrainEndpoint drain,
            BooleanSupplier isDraining) {}
}
