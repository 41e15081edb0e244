package dev.weir.server;

import dev.weir.admin.Metrics;
import dev.weir.admin.Readiness;
import dev.weir.dialect.Dialect;
import dev.weir.erase.Person;
import dev.weir.erase.Receipt;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.IntakeParts;
import dev.weir.ingest.asset.Assets;
import dev.weir.ingest.beacon.BeaconServer;
import dev.weir.ingest.beacon.Front;
import dev.weir.ingest.beacon.UnreadRequests;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.ingest.overload.Overload;
import dev.weir.lease.Lessor;
import dev.weir.proxy.HttpUpstreams;
import dev.weir.redis.RedisSharing;
import dev.weir.server.config.WeirConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the parts are put together, in the order in which they need each other: the journal; the state, which
 * reads it from where its snapshot ends; what is shared with other nodes; the relay that empties the journal; the upstreams that
 * pages wait for; the intake that fills it; the private port, and last the public one. Drained the other way round.
 */
final class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Basis basis;
    private final ConfigFile.@Nullable Seen watched;
    /** From when the public port is open. */
    private final AtomicBoolean serving = new AtomicBoolean();

    /** From when the first request is as fast as any. */
    private final AtomicBoolean warm = new AtomicBoolean();

    private final AtomicBoolean draining = new AtomicBoolean();

    private final ServeRole role;

    private Wiring(Basis basis, ConfigFile.@Nullable Seen watched, ServeRole role) {
        this.basis = basis;
        this.watched = watched;
        this.role = role;
    }

    /** Starts everything, or nothing. */
    static Running start(WeirConfig config) throws StartException {
        return start(config, SystemTime.wallClock());
    }

    /** As above, by a wall clock that may be set meanwhile. */
    static Running start(WeirConfig config, InstantSource wallClock) throws StartException {
        return start(new Wiring(Basis.of(config, wallClock), null, ServeRole.ALL));
    }

    /** As above, and goes by the file as it changes. */
    static Running start(ConfigFile.Seen watched) throws StartException {
        return start(watched, ServeRole.ALL);
    }

    /** As above, and is a part of Weir or all of it. */
    static Running start(ConfigFile.Seen watched, ServeRole role) throws StartException {
        role.check(watched.config());
        return start(new Wiring(Basis.of(watched.config(), SystemTime.wallClock()), watched, role));
    }

    /** Starts one that does not speak of itself. */
    static Running rehearse(WeirConfig config) throws StartException {
        return start(new Wiring(Basis.ofRehearsal(config), null, ServeRole.ALL));
    }

    /**
     * Erases a person while no server runs on the data.
     *
     * @throws StartException if the data is another process's, or it could not be done
     */
    static Receipt erase(WeirConfig config, Person person) throws StartException {
        Basis basis = Basis.ofRehearsal(config);
        try (Closing opened = basis.closing()) {
            Stores stores = Stores.open(basis, true);
            if (config.redis() != null) {
                Sharing.open(basis, config.redis(), stores, Sockets.choose(config.transport()));
            }
            return Erasures.offline(config, Objects.requireNonNull(stores.files()), stores.state(), opened)
                    .erase(person);
        } catch (IOException | UncheckedIOException failure) {
            throw Erasures.failed(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Erasures.failed(interrupted);
        }
    }

    private static Running start(Wiring wiring) throws StartException {
        try {
            return wiring.start();
        } catch (UncheckedIOException unusable) {
            wiring.basis.closing().close();
            throw new StartException(1, String.valueOf(unusable.getMessage()), unusable);
        } catch (StartException | RuntimeException | Error failure) {
            wiring.basis.closing().close();
            throw failure;
        }
    }

    private Running start() throws StartException {
        WeirConfig config = basis.config();
        String refusal = config.admin().refusal();
        if (refusal != null) {
            throw new StartException(Main.EXIT_USAGE, refusal, null);
        }
        ProcessMeters.register(basis.registry(), basis.closing());
        Stores stores = Stores.open(basis, role.takes());
        IntakeMeters meters = new IntakeMeters(
                basis.registry(),
                stores.dialects().stream().map(Dialect::label).toList(),
                config.sections(),
                basis.tags());
        Transport transport = Sockets.choose(config.transport());
        Guards guards = new Guards(basis);
        UnreadRequests unread =
                new UnreadRequests(meters, () -> stores.current().rules().origins(), basis.live());
        LoopTimes times = new LoopTimes(basis.nanoTime());
        Vertx vertx = closing(Sockets.open(
                guards.ofPublicPorts(transport, unread, times), config.server().eventLoops()));
        Loops loops = Loops.watch(vertx, times, basis.nanoTime(), basis.registry());
        // One of its own for the private port: who asks whether the loops turn must not need one of them.
        Vertx privateVertx = closing(Sockets.open(guards.ofPrivatePort(transport), 1));
        RedisSharing sharing = config.redis() == null ? null : Sharing.open(basis, config.redis(), stores, transport);
        Lessor lessor = sharing == null ? null : sharing.lessor();
        Outflow outflow = Outflow.open(basis, stores, vertx, role, lessor);
        HttpUpstreams upstreams = upstreams(vertx);
        Metrics metrics = new Metrics(basis.scraped(), List.of(meters::publish, outflow.relay()::publish));
        basis.books().set(() -> metrics.read(MeterRegistry::getMeters));
        Readiness readiness = ReadinessChecks.of(
                stores.journal(), outflow.relay()::statuses, warm::get, () -> serving.get() && !draining.get());
        SectionLimits limits =
                new SectionLimits(basis.nanoTime(), config.unknownSections(), basis.registry(), basis.tags(), lessor);
        Supplier<ConfigState> configState =
                watchConfig(stores.current(), new LiveConfig.Followers(meters, limits, stores.urls(), outflow.relay()));
        DrainEndpoint drain =
                new DrainEndpoint((wait, action) -> vertx.setTimer(wait.toMillis(), unused -> action.run()));
        int privatePort = PrivatePort.open(new PrivatePort.Parts(
                basis,
                stores,
                outflow,
                privateVertx,
                loops,
                metrics,
                readiness,
                limits,
                configState,
                drain,
                draining::get));
        PublicPorts publicPorts = null;
        if (role.takes()) {
            Intake intake = intake(stores, limits, sharing, upstreams, meters);
            publicPorts = publicPorts(stores, outflow, vertx, intake, meters, readiness);
        } else {
            tellReady();
        }
        return new Running(
                config,
                transport.name(),
                publicPorts,
                privatePort,
                metrics,
                draining,
                outflow.relay(),
                basis.nanoTime(),
                basis.closing(),
                drain,
                configState);
    }

    private Vertx closing(Vertx vertx) {
        basis.closing().add(() -> Sockets.await(vertx.close(), CLOSE_LIMIT));
        return vertx;
    }

    private HttpUpstreams upstreams(Vertx vertx) {
        WeirConfig config = basis.config();
        HttpUpstreams upstreams = basis.closing()
                .add(HttpUpstreams.open(
                        Outlets.servers(config.sinks()),
                        config.proxy(),
                        vertx,
                        basis.nanoTime(),
                        basis.registry(),
                        basis.tracing()));
        // The first page's deadline is no time to load classes.
        Sockets.await(upstreams.warmUp(), WARM_UP_LIMIT);
        return upstreams;
    }

    /** What is embedded does not change. Returns which config holds. */
    private Supplier<ConfigState> watchConfig(LiveConfig current, LiveConfig.Followers followers) {
        if (watched == null) {
            ConfigState embedded = new ConfigState("embedded", basis.clock().instant(), null);
            return () -> embedded;
        }
        return basis.closing()
                .add(ConfigWatch.start(
                        watched, next -> current.change(next, followers), basis.clock(), basis.registry()))::state;
    }

    private Intake intake(
            Stores stores,
            SectionLimits limits,
            @Nullable RedisSharing sharing,
            HttpUpstreams upstreams,
            IntakeMeters meters) {
        return new Intake(new IntakeParts(
                stores.current()::rules,
                limits,
                new Identities(
                        stores.idKeys(),
                        basis.random(),
                        basis.nanoTime(),
                        basis.config().maxSessions(),
                        sharing == null ? null : sharing.sessions(),
                        basis.registry()),
                stores.state().recentKeys(),
                sharing == null ? null : sharing.keys(),
                stores.state().seenSessions(),
                stores.state(),
                upstreams,
                stores.journal(),
                meters));
    }

    private PublicPorts publicPorts(
            Stores stores, Outflow outflow, Vertx vertx, Intake intake, IntakeMeters meters, Readiness readiness)
            throws StartException {
        WeirConfig config = basis.config();
        Assets assets = Assets.of(
                config.assets(),
                config.assets().demo() ? DemoFiles.read() : Map.of(),
                () -> DemoSinks.json(outflow.relay()));
        Overload overload = new Overload(
                config.overload(),
                basis.nanoTime(),
                stores.journal()::load,
                new SplittableRandom(basis.random().nextLong()),
                basis.registry());
        Front front = new Front(
                config.front(),
                config.server().maxBodyBytesInFlight(),
                basis.nanoTime(),
                basis.registry(),
                basis.tracing());
        // Before the public port is open: what came in meanwhile would wait for a core.
        new WarmUp(config, basis.nanoTime()).run();
        warm.set(true);
        PublicPorts ports = PublicPorts.open(
                config,
                new PublicPorts.Setup(
                        door -> new BeaconServer(
                                vertx,
                                config.server(),
                                stores.dialects(),
                                intake,
                                meters,
                                readiness::holds,
                                () -> stores.current().rules().origins(),
                                assets,
                                front,
                                overload,
                                door,
                                basis.live()),
                        vertx,
                        basis.registry(),
                        basis.closing()));
        serving.set(true);
        tell(assets);
        return ports;
    }

    /** Nobody comes who would have to wait for classes. */
    private void tellReady() {
        warm.set(true);
        serving.set(true);
        LOG.info("serving role={} sinks={}", role, basis.config().sinks().size());
    }

    private void tell(Assets assets) {
        if (basis.isRehearsal()) {
            return;
        }
        Assets.Script script = assets.script();
        if (script != null) {
            LOG.info("script path={} integrity={}", script.path(), script.integrity());
        }
        WeirConfig config = basis.config();
        LOG.info(
                "serving sections={} sinks={}",
                config.sections().all().size(),
                config.sinks().size());
    }
}
