package dev.weir.server;

import dev.weir.admin.AdminServer;
import dev.weir.admin.Metrics;
import dev.weir.admin.Readiness;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.event.Sections;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.beacon.BeaconServer;
import dev.weir.ingest.identity.IdKeys;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.journal.file.FileJournal;
import dev.weir.relay.Relay;
import dev.weir.relay.RelayOptions;
import dev.weir.server.config.WeirConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the parts are put together, in the order in which they need each other: the journal, the relay that
 * empties it, the intake that fills it, the private port, and last the public one. Drained the other way round.
 */
final class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final WeirConfig config;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SecureRandom random = SystemRandom.secure();
    private final InstantSource clock = SystemTime.wallClock();
    private final LongSupplier nanoTime = SystemTime::nanos;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final Closing closing = new Closing();

    private Wiring(WeirConfig config) {
        this.config = config;
    }

    /** Starts everything, or nothing. */
    static Running start(WeirConfig config) throws StartException {
        Wiring wiring = new Wiring(config);
        try {
            return wiring.start();
        } catch (UncheckedIOException unusable) {
            wiring.closing.close();
            throw new StartException(1, String.valueOf(unusable.getMessage()), unusable);
        } catch (StartException | RuntimeException | Error failure) {
            wiring.closing.close();
            throw failure;
        }
    }

    private Running start() throws StartException {
        List<Dialect> dialects = List.of(new PersonaClick());
        ProcessMeters.register(registry, closing);
        // First, because it locks the data: what follows is one process's alone.
        FileJournal journal = closing.add(journal());
        IdKeys keys = new IdKeyFile(config.data()).loadOrCreate(random);
        Transport transport = Sockets.choose(config.transport());
        Vertx vertx = Sockets.open(transport, config.server().eventLoops());
        closing.add(() -> Sockets.await(vertx.close(), Duration.ofSeconds(2)));
        Relay relay = closing.add(relay(journal, dialects, vertx));
        IntakeMeters intakeMeters =
                new IntakeMeters(registry, dialects.stream().map(Dialect::label).toList(), config.sections());
        Metrics metrics = new Metrics(registry, List.of(intakeMeters::publish, relay::publish));
        Readiness readiness = readiness(journal, relay);
        int privatePort = Sockets.bind(
                config.admin().host(),
                config.admin().port(),
                "admin.port or WEIR_ADMIN_PORT",
                new AdminServer(vertx, config.admin(), metrics, readiness).start());
        BeaconServer beacons = beacons(journal, keys, dialects, vertx, intakeMeters, readiness);
        int publicPort = Sockets.bind(
                config.server().host(), config.server().port(), "server.port or WEIR_PORT", beacons.start());
        LOG.info(
                "serving sections={} sinks={}",
                config.sections().all().size(),
                config.sinks().size());
        return new Running(
                config,
                transport.name(),
                publicPort,
                privatePort,
                metrics,
                draining,
                beacons,
                relay,
                nanoTime,
                closing);
    }

    private FileJournal journal() throws StartException {
        try {
            return FileJournal.open(config.journal(), clock, nanoTime, random, registry);
        } catch (IOException failure) {
            String reason = failure instanceof FileSystemException
                    ? "data: " + config.data() + " (expected: a folder that can be made and written): " + failure
                    : String.valueOf(failure.getMessage());
            throw new StartException(1, reason, failure);
        }
    }

    private Relay relay(FileJournal journal, List<Dialect> dialects, Vertx vertx) throws StartException {
        Map<String, Dialect> byLabel = dialects.stream().collect(Collectors.toMap(Dialect::label, Function.identity()));
        return Relay.start(new Relay.Setup(
                journal,
                config.sections()::byName,
                byLabel::get,
                Outlets.open(config, vertx, clock),
                RelayOptions.DEFAULT,
                "weir-" + journal.journalId() + "-",
                clock,
                nanoTime,
                random,
                registry));
    }

    /** A sink that is not well is owed what the journal keeps: no reason to turn events away. */
    private Readiness readiness(FileJournal journal, Relay relay) {
        return new Readiness()
                .require("journal", journal::isHealthy)
                .require("disk", () -> !journal.isFull())
                .require("accepting", () -> !draining.get())
                .show(
                        "sinks",
                        () -> relay.statuses().stream()
                                .collect(Collectors.toMap(Relay.Status::sink, Relay.Status::isWell)));
    }

    private BeaconServer beacons(
            FileJournal journal,
            IdKeys keys,
            List<Dialect> dialects,
            Vertx vertx,
            IntakeMeters meters,
            Readiness readiness) {
        Sections sections = config.sections();
        Intake intake = new Intake(
                sections,
                new SectionLimits(nanoTime, config.unknownSections(), registry),
                new Identities(keys, random, nanoTime, config.maxSessions(), registry),
                journal,
                meters);
        return new BeaconServer(vertx, config.server(), dialects, intake, meters, readiness::holds);
    }
}
