package dev.weir.server;

import dev.weir.server.ConfigFile.Stamp;
import dev.weir.server.config.ConfigException;
import dev.weir.server.config.WeirConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the server go by its config file as it is. It looks once a second, since not every file system tells of changes, and reads a
 * file that has stayed the same from one look to the next: one that is half written might say something, and not what was meant.
 *
 * <p>What is wrong, or takes a restart, is refused as a whole: the config that holds stays, and an error says why, once for each
 * reason; it is tried again until it can be used.
 */
final class ConfigWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    private static final long PERIOD_MILLIS = 1_000;

    private final ConfigFile file;
    private final Consumer<WeirConfig> server;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final Counter loaded;
    private final Counter refused;
    private WeirConfig config;
    private List<String> overruled;
    private @Nullable Stamp seen;
    private @Nullable Stamp lastLook;
    private @Nullable Stamp refusedStamp;
    private volatile ConfigState state;

    private ConfigWatch(
            ConfigFile.Seen first,
            Consumer<WeirConfig> server,
            InstantSource clock,
            ScheduledExecutorService timer,
            MeterRegistry registry) {
        this.file = first.file();
        this.config = first.config();
        this.overruled = first.file().overruled();
        this.seen = first.stamp();
        this.lastLook = first.stamp();
        this.server = server;
        this.clock = clock;
        this.timer = timer;
        this.state = new ConfigState(file.path().toString(), clock.instant(), null);
        this.loaded = counter(registry, "loaded");
        this.refused = counter(registry, "refused");
        Gauge.builder("weir.config.reload.failed", this, watch -> watch.state.failure() == null ? 0 : 1)
                .description("1 while the config file cannot be used as it is, so that an older one holds")
                .register(registry);
        Gauge.builder(
                        "weir.config.loaded",
                        this,
                        watch -> watch.state.loadedAt().getEpochSecond())
                .description("When the config that holds was read, in seconds since 1970")
                .register(registry);
    }

    /**
     * Looks until it is closed.
     *
     * @param first what the server started on
     * @param server goes over to another config, or throws an IllegalArgumentException and stays as it is
     */
    static ConfigWatch start(
            ConfigFile.Seen first, Consumer<WeirConfig> server, InstantSource clock, MeterRegistry registry) {
        return start(first, server, clock, registry, new ScheduledThreadPoolExecutor(1, ConfigWatch::daemon));
    }

    /** On a timer of one's own, which is closed with it. */
    static ConfigWatch start(
            ConfigFile.Seen first,
            Consumer<WeirConfig> server,
            InstantSource clock,
            MeterRegistry registry,
            ScheduledExecutorService timer) {
        ConfigWatch watch = new ConfigWatch(first, server, clock, timer, registry);
        var unused = timer.scheduleWithFixedDelay(watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Which config holds. Safe for many threads. */
    ConfigState state() {
        return state;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Never throws, for that would end the watch. Called by one thread at a time. */
    private void look() {
        Stamp stamp = null;
        try {
            stamp = file.stamp();
            boolean isSteady = Objects.equals(stamp, lastLook);
            lastLook = stamp;
            if (Objects.equals(stamp, seen)) {
                onGood(state.loadedAt());
            } else if (isSteady) {
                load(stamp);
            }
        } catch (Throwable failure) {
            // Whatever it is: the next edit may be a good one, and the timer would not call again.
            onTrouble(stamp, failure.getMessage() == null ? failure.toString() : failure.getMessage());
        }
    }

    private void load(@Nullable Stamp stamp) throws ConfigException, IOException {
        WeirConfig next = file.read();
        if (!Objects.equals(stamp, file.stamp())) {
            // It was written meanwhile.
            return;
        }
        String fixed = FixedOptions.firstChanged(config, next);
        if (fixed != null) {
            throw new ConfigException(file.path() + ": " + fixed);
        }
        try {
            server.accept(next);
        } catch (IllegalArgumentException unusable) {
            throw new ConfigException(file.path() + ": " + unusable.getMessage());
        }
        config = next;
        seen = stamp;
        loaded.increment();
        onGood(clock.instant());
        LOG.info(
                "config.loaded file={} sections={}",
                file.path(),
                next.sections().all().size());
        tellOverruled();
    }

    /** An edit of what does not count would else look as if it had been taken. */
    private void tellOverruled() {
        List<String> now = file.overruled();
        if (!now.equals(overruled)) {
            now.forEach(option -> LOG.warn("config.overruled {}", option));
        }
        overruled = now;
    }

    private void onGood(Instant loadedAt) {
        refusedStamp = null;
        if (state.failure() != null || !state.loadedAt().equals(loadedAt)) {
            state = new ConfigState(state.source(), loadedAt, null);
        }
    }

    private void onTrouble(@Nullable Stamp stamp, String reason) {
        if (reason.equals(state.failure()) && Objects.equals(stamp, refusedStamp)) {
            return;
        }
        refusedStamp = stamp;
        state = new ConfigState(state.source(), state.loadedAt(), reason);
        refused.increment();
        LOG.error("config.refused reason={} (the config that holds stays)", reason.replace("\n", "; "));
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("weir.config.reloads")
                .description("Changes of the config file, by whether they could be used")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "weir-config");
        thread.setDaemon(true);
        return thread;
    }
}
