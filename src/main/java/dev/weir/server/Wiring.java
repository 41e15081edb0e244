package dev.weir.server;

import dev.weir.admin.Metrics;
import dev.weir.admin.Readiness;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.gravityfield.EngagementUrls;
import dev.weir.dialect.gravityfield.GravityField;
import dev.weir.dialect.pagent.Pagent;
import dev.weir.erase.Erasure;
import dev.weir.erase.Person;
import dev.weir.erase.Receipt;
import dev.weir.event.Section;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.IntakeParts;
import dev.weir.ingest.asset.Assets;
import dev.weir.ingest.beacon.BeaconServer;
import dev.weir.ingest.beacon.Front;
import dev.weir.ingest.beacon.UnreadRequests;
import dev.weir.ingest.identity.IdKeys;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.key.ApiKeys;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.ingest.overload.Overload;
import dev.weir.journal.ReleasePoint;
import dev.weir.journal.file.FileJournal;
import dev.weir.live.LiveBounds;
import dev.weir.live.LiveLog;
import dev.weir.meter.Collector;
import dev.weir.meter.SectionTags;
import dev.weir.proxy.HttpUpstreams;
import dev.weir.relay.Relay;
import dev.weir.server.config.Dialects;
import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import dev.weir.state.StateKeeper;
import dev.weir.trace.Tracing;
import dev.weir.trace.otel.OtelTracing;
import dev.weir.trace.otel.TracingOptions;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the parts are put together, in the order in which they need each other: the journal; the state, which
 * reads it from where its snapshot ends; the relay that empties it; the upstreams that pages wait for; the intake that fills
 * it; the private port, and last the public one. Drained the other way round.
 */
final class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /** How long calls under way may take before an erasure goes on without waiting for them. */
    private static final Duration ERASURE_PATIENCE = Duration.ofSeconds(30);

    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(5);

    private final WeirConfig config;
    private final ConfigFile.@Nullable Seen watched;
    private final Closing closing = new Closing();
    private final PrometheusMeterRegistry scraped = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /** Lets the books show one moment; set once there are books. */
    private final AtomicReference<Runnable> books = new AtomicReference<>(() -> {});
    /** Both of these, or the first. */
    private final MeterRegistry registry;

    private final Tracing tracing;

    private final SecureRandom random = SystemRandom.secure();
    private final InstantSource clock;
    private final InstantSource steadyClock = SystemTime.steadyClock();
    private final LongSupplier nanoTime = SystemTime::nanos;
    /** From when the public port is open. */
    private final AtomicBoolean serving = new AtomicBoolean();

    /** From when the first request is as fast as any. */
    private final AtomicBoolean warm = new AtomicBoolean();

    private final AtomicBoolean draining = new AtomicBoolean();
    private final SectionTags tags;
    private final LiveLog live;

    /** Whether nobody is to hear of it: it makes the first requests of the real one fast, or only erases. */
    private final boolean isRehearsal;

    private Wiring(WeirConfig config, ConfigFile.@Nullable Seen watched, boolean isRehearsal, InstantSource wallClock) {
        this.clock = wallClock;
        this.isRehearsal = isRehearsal;
        Collector otlp = config.telemetry().otlp();
        this.registry = otlp == null || isRehearsal ? scraped : OtlpPush.beside(scraped, otlp, books, closing);
        this.config = config;
        this.tracing = isRehearsal ? Tracing.OFF : tracing();
        this.watched = watched;
        this.tags = SectionTags.of(
                config.sections().all().stream().map(Section::name).toList());
        List<String> sinks = config.sinks().stream().map(SinkConfig::name).toList();
        this.live = new LiveLog(LiveBounds.DEFAULT, sinks, clock, nanoTime, registry);
    }

    /** Starts everything, or nothing. */
    static Running start(WeirConfig config) throws StartException {
        return start(config, SystemTime.wallClock());
    }

    /** As above, by a wall clock that may be set meanwhile. */
    static Running start(WeirConfig config, InstantSource wallClock) throws StartException {
        return start(new Wiring(config, null, false, wallClock));
    }

    /** As above, and goes by the file as it changes. */
    static Running start(ConfigFile.Seen watched) throws StartException {
        return start(new Wiring(watched.config(), watched, false, SystemTime.wallClock()));
    }

    /** Starts one that does not speak of itself. */
    static Running rehearse(WeirConfig config) throws StartException {
        return start(new Wiring(config, null, true, SystemTime.wallClock()));
    }

    private static Running start(Wiring wiring) throws StartException {
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
        String refusal = config.admin().refusal();
        if (refusal != null) {
            throw new StartException(Main.EXIT_USAGE, refusal, null);
        }
        ProcessMeters.register(registry, closing);
        // First, because it locks the data: what follows is one process's alone.
        FileJournal journal = closing.add(journal());
        IdKeys keys = new IdKeyFile(config.data()).loadOrCreate(random);
        LiveConfig current = new LiveConfig(config, apiKeys(), random);
        EngagementUrls urls = new EngagementUrls(
                new EngagementKeyFile(config.data()).loadOrCreate(random), Outlets.vendors(config, GravityField.LABEL));
        List<Dialect> dialects = Dialects.all(urls);
        Transport transport = Sockets.choose(config.transport());
        IntakeMeters intakeMeters =
                new IntakeMeters(registry, dialects.stream().map(Dialect::label).toList(), config.sections(), tags);
        Guards guards = new Guards(config, registry);
        UnreadRequests unread =
                new UnreadRequests(intakeMeters, () -> current.rules().origins(), live);
        Vertx vertx = Sockets.open(
                guards.ofPublicPorts(transport, unread), config.server().eventLoops());
        closing.add(() -> Sockets.await(vertx.close(), Duration.ofSeconds(2)));
        Loops loops = Loops.watch(vertx, nanoTime, registry);
        // One of its own for the private port: who asks whether the loops turn must not need one of them.
        Vertx privateVertx = Sockets.open(guards.ofPrivatePort(transport), 1);
        closing.add(() -> Sockets.await(privateVertx.close(), Duration.ofSeconds(2)));
        // Before the relay, which would let the journal forget what the state has not seen.
        ReleasePoint releasePoint = new ReleasePoint(journal);
        StateKeeper state = closing.add(state(journal, releasePoint, dialects, current));
        List<Relay.Outlet> outlets = Outlets.open(config, vertx, clock, steadyClock, registry);
        if (Erasure.isPending(config.data())) {
            // What was to be erased must not be delivered first.
            Erasures.finish(config, journal, state, outlets);
        }
        PausedSinks paused = new PausedSinks(config.data());
        Relay relay = closing.add(relay(journal, releasePoint, dialects, outlets, current, paused));
        Erasure erasure = Erasures.open(
                config,
                journal,
                state,
                outlets,
                closing,
                live::forget,
                action -> relay.whileAtRest(ERASURE_PATIENCE, action));
        HttpUpstreams upstreams = closing.add(HttpUpstreams.open(
                Outlets.servers(config.sinks()), config.proxy(), vertx, nanoTime, registry, tracing));
        // The first page's deadline is no time to load classes.
        Sockets.await(upstreams.warmUp(), WARM_UP_LIMIT);
        Metrics metrics = new Metrics(scraped, List.of(intakeMeters::publish, relay::publish));
        books.set(() -> metrics.read(MeterRegistry::getMeters));
        Readiness readiness =
                ReadinessChecks.of(journal, relay::statuses, warm::get, () -> serving.get() && !draining.get());
        SectionLimits limits = new SectionLimits(nanoTime, config.unknownSections(), registry, tags);
        Supplier<ConfigState> configState =
                watchConfig(current, new LiveConfig.Followers(intakeMeters, limits, urls, relay));
        DrainEndpoint drain =
                new DrainEndpoint((wait, action) -> vertx.setTimer(wait.toMillis(), unused -> action.run()));
        int privatePort = PrivatePort.open(
                new PrivatePort.Parts(
                        privateVertx,
                        loops,
                        metrics,
                        readiness,
                        journal,
                        relay,
                        paused,
                        limits,
                        current,
                        configState,
                        live,
                        dialects,
                        erasure,
                        drain,
                        draining::get,
                        clock,
                        nanoTime,
                        random,
                        registry),
                config,
                closing);
        Intake intake = intake(journal, keys, current, limits, state, upstreams, intakeMeters);
        Assets assets = Assets.of(
                config.assets(),
                config.assets().demo() ? DemoFiles.read() : Map.of(),
                () -> DemoSinks.json(relay, journal));
        Overload overload = new Overload(
                config.overload(), nanoTime, journal::delayNanos, new SplittableRandom(random.nextLong()), registry);
        Front front = new Front(config.front(), config.server().maxBodyBytesInFlight(), nanoTime, registry, tracing);
        // Before the public port is open: what came in meanwhile would wait for a core.
        new WarmUp(config, nanoTime).run();
        warm.set(true);
        PublicPorts publicPorts = PublicPorts.open(
                config,
                new PublicPorts.Setup(
                        door -> new BeaconServer(
                                vertx,
                                config.server(),
                                dialects,
                                intake,
                                intakeMeters,
                                readiness::holds,
                                () -> current.rules().origins(),
                                assets,
                                front,
                                overload,
                                door,
                                live),
                        vertx,
                        registry,
                        closing));
        serving.set(true);
        Assets.Script script = assets.script();
        if (script != null && !isRehearsal) {
            LOG.info("script path={} integrity={}", script.path(), script.integrity());
        }
        if (!isRehearsal) {
            LOG.info(
                    "serving sections={} sinks={}",
                    config.sections().all().size(),
                    config.sinks().size());
        }
        return new Running(
                config,
                transport.name(),
                publicPorts,
                privatePort,
                metrics,
                draining,
                relay,
                nanoTime,
                closing,
                drain,
                configState);
    }

    /** What makes spans is loaded where the config asks for it alone. */
    private Tracing tracing() {
        TracingOptions options = config.telemetry().tracing();
        return options == null ? Tracing.OFF : closing.add(OtelTracing.open(options, nanoTime, registry));
    }

    /** What is embedded does not change. Returns which config holds. */
    private Supplier<ConfigState> watchConfig(LiveConfig current, LiveConfig.Followers followers) {
        if (watched == null) {
            ConfigState embedded = new ConfigState("embedded", clock.instant(), null);
            return () -> embedded;
        }
        return closing.add(ConfigWatch.start(watched, next -> current.change(next, followers), clock, registry))::state;
    }

    private FileJournal journal() throws StartException {
        try {
            return FileJournal.open(config.journal(), clock, steadyClock, nanoTime, random, registry);
        } catch (IOException failure) {
            String reason = failure instanceof FileSystemException
                    ? "data: " + config.data() + " (expected: a folder that can be made and written): " + failure
                    : String.valueOf(failure.getMessage());
            throw new StartException(1, reason, failure);
        }
    }

    private StateKeeper state(
            FileJournal journal, ReleasePoint releasePoint, List<Dialect> dialects, LiveConfig current)
            throws StartException {
        StateKeeper.Setup setup = new StateKeeper.Setup(
                config.data().resolve("state"),
                config.state(),
                journal,
                releasePoint,
                byLabel(dialects)::get,
                section -> takesConversions(current.sections().byName(section)),
                clock,
                steadyClock,
                nanoTime,
                random,
                registry);
        try {
            return StateKeeper.open(setup);
        } catch (IOException failure) {
            throw new StartException(
                    1, setup.dir() + " (expected: a folder that can be made and written): " + failure, failure);
        }
    }

    /** Only these have use for a memory of sessions. */
    private static boolean takesConversions(@Nullable Section known) {
        return known != null && known.keys().containsKey(Pagent.LABEL);
    }

    /**
     * Erases a person while no server runs on the data.
     *
     * @throws StartException if the data is another process's, or it could not be done
     */
    static Receipt erase(WeirConfig config, Person person) throws StartException {
        Wiring wiring = new Wiring(config, null, true, SystemTime.wallClock());
        try (Closing opened = wiring.closing) {
            FileJournal journal = opened.add(wiring.journal());
            List<Dialect> dialects = Dialects.all(new EngagementUrls(
                    new EngagementKeyFile(config.data()).loadOrCreate(wiring.random),
                    Outlets.vendors(config, GravityField.LABEL)));
            LiveConfig current = new LiveConfig(config, wiring.apiKeys(), wiring.random);
            StateKeeper state = opened.add(wiring.state(journal, new ReleasePoint(journal), dialects, current));
            return Erasures.offline(config, journal, state, opened).erase(person);
        } catch (IOException | UncheckedIOException failure) {
            throw Erasures.failed(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Erasures.failed(interrupted);
        }
    }

    private Relay relay(
            FileJournal journal,
            ReleasePoint releasePoint,
            List<Dialect> dialects,
            List<Relay.Outlet> outlets,
            LiveConfig current,
            PausedSinks paused)
            throws StartException {
        Set<String> names = config.sinks().stream().map(SinkConfig::name).collect(Collectors.toSet());
        Set<String> stopped = paused.load(names);
        Relay.Setup setup = new Relay.Setup(
                journal,
                current::sections,
                byLabel(dialects)::get,
                outlets,
                config.relay(),
                "weir-" + journal.journalId() + "-",
                clock,
                nanoTime,
                random,
                registry,
                tags,
                live,
                tracing);
        return Relay.start(setup, releasePoint, stopped);
    }

    private static Map<String, Dialect> byLabel(List<Dialect> dialects) {
        return dialects.stream().collect(Collectors.toMap(Dialect::label, Function.identity()));
    }

    private ApiKeys apiKeys() throws StartException {
        ApiKeys own = new ApiKeys(clock, random, registry);
        closing.add(ApiKeyWatch.start(new ApiKeyFile(config.data()), own));
        return own;
    }

    private Intake intake(
            FileJournal journal,
            IdKeys keys,
            LiveConfig current,
            SectionLimits limits,
            StateKeeper state,
            HttpUpstreams upstreams,
            IntakeMeters meters) {
        return new Intake(new IntakeParts(
                current::rules,
                limits,
                new Identities(keys, random, nanoTime, config.maxSessions(), registry),
                state.recentKeys(),
                state.seenSessions(),
                state,
                upstreams,
                journal,
                meters));
    }
}
