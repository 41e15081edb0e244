package dev.weir.ingest.beacon;

import dev.weir.dialect.Dialect;
import dev.weir.ingest.client.ClientSearch;
import dev.weir.trace.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the public listeners make of those who connect. Vert.x has one bound of resets for a listener, so the listener gets
 * the one of trusted peers, and resets of others are counted here. Safe for many threads.
 */
public final class Front {

    private final FrontOptions options;
    private final ClientSearch search;
    private final LongSupplier nanoTime;
    private final Counter floods;
    private final MeterRegistry registry;
    private final Tracing tracing;
    private final BodyMemory bodyMemory;

    public Front(
            FrontOptions options, long maxBodyBytes, LongSupplier nanoTime, MeterRegistry registry, Tracing tracing) {
        this.bodyMemory = BodyMemory.of(maxBodyBytes, registry);
        this.tracing = tracing;
        this.options = options;
        this.search = new ClientSearch(options.trusted(), registry);
        this.nanoTime = nanoTime;
        this.registry = registry;
        this.floods = Counter.builder("weir.http2.reset_floods")
                .description("Connections of untrusted peers that were ended because they took back too many requests")
                .register(registry);
    }

    /** Those of one event loop. */
    Callers callers() {
        return new Callers(search, this);
    }

    /** How long requests take, by dialect. */
    Map<String, Stopwatch> stopwatches(Collection<Dialect> dialects) {
        Map<String, Stopwatch> byDialect = new HashMap<>();
        for (Dialect dialect : dialects) {
            byDialect.put(dialect.label(), new Stopwatch(nanoTime, registry, dialect.label()));
        }
        return byDialect;
    }

    SecretsInUrl secretsInUrl(Collection<Dialect> dialects) {
        return new SecretsInUrl(registry, dialects);
    }

    /** What bodies may take, through whatever door they come. */
    BodyMemory bodyMemory() {
        return bodyMemory;
    }

    Tracing tracing() {
        return tracing;
    }

    void bound(HttpServerOptions server) {
        FrontOptions.Http2 bounds = options.http2();
        server.getInitialSettings().setMaxConcurrentStreams(bounds.maxStreams());
        // Where nobody is trusted, Vert.x counts for all.
        server.setHttp2RstFloodMaxRstFramePerWindow(tellsApart() ? bounds.trustedMaxResets() : bounds.maxResets())
                .setHttp2RstFloodWindowDuration(
                        Math.toIntExact(bounds.resetWindow().toSeconds()))
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
    }

    /** Gives a trusted peer's connection its room. */
    void widen(HttpConnection connection, Callers callers) {
        if (tellsApart() && connection.protocolVersion() == HttpVersion.HTTP_2 && callers.isTrusted(connection)) {
            Http2Settings settings = new Http2Settings();
            BeaconServer.bound(settings);
            var unused = connection.updateSettings(
                    settings.setMaxConcurrentStreams(options.http2().trustedMaxStreams()));
        }
    }

    boolean tellsApart() {
        return !options.trusted().peers().isEmpty();
    }

    ResetCount resetCount(HttpConnection connection) {
        return new ResetCount(connection, options.http2(), nanoTime, floods);
    }
}
