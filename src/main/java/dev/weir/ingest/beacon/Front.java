package dev.weir.ingest.beacon;

import dev.weir.connection.http2.Http2Guard;
import dev.weir.dialect.Dialect;
import dev.weir.ingest.client.ClientSearch;
import dev.weir.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the public listeners make of those who connect. Vert.x has one bound of resets for a listener, and counts some twice, so
 * that it is set beyond those that the guard of each connection goes by. Safe for many threads.
 */
public final class Front {

    private static final int BEYOND_THE_GUARD = 4;

    private final FrontOptions options;
    private final ClientSearch search;
    private final LongSupplier nanoTime;
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
    }

    /** Those of one event loop. */
    Callers callers() {
        return new Callers(search);
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
        server.setHttp2RstFloodMaxRstFramePerWindow(BEYOND_THE_GUARD * bounds.trustedMaxResets())
                .setHttp2RstFloodWindowDuration(
                        Math.toIntExact(bounds.resetWindow().toSeconds()))
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
    }

    /** Gives a trusted peer's connection its room. */
    void widen(HttpConnection connection, Callers callers) {
        if (tellsApart() && connection.protocolVersion() == HttpVersion.HTTP_2 && callers.isTrusted(connection)) {
            trust(connection);
            Http2Settings settings = new Http2Settings();
            BeaconServer.bound(settings);
            var unused = connection.updateSettings(
                    settings.setMaxConcurrentStreams(options.http2().trustedMaxStreams()));
        }
    }

    /** Its guard stands in the pipeline, which the interface does not show. */
    private static void trust(HttpConnection connection) {
        if (connection instanceof ConnectionBase known) {
            Http2Guard guard = known.channel().pipeline().get(Http2Guard.class);
            if (guard != null) {
                guard.trust();
            }
        }
    }

    private boolean tellsApart() {
        return !options.trusted().peers().isEmpty();
    }
}
