package dev.weir.server;

import dev.weir.event.Section;
import dev.weir.relay.Relay.Outlet;
import dev.weir.relay.deadletter.DeadLetterFile;
import dev.weir.relay.deadletter.DeadLetters;
import dev.weir.relay.sink.Sink;
import dev.weir.relay.sink.file.FileSink;
import dev.weir.relay.sink.http.HttpSink;
import dev.weir.relay.sink.kafka.KafkaSink;
import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import dev.weir.upstream.PoolMeters;
import dev.weir.upstream.UpstreamOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Opens the config's sinks, each with the place for what it refuses. */
final class Outlets {

    private static final String DEAD_LETTERS = "deadletters";

    private Outlets() {}

    static List<Outlet> open(
            WeirConfig config, Vertx vertx, InstantSource clock, InstantSource steadyClock, MeterRegistry registry) {
        Path deadLetters = deadLetters(config);
        return open(
                config.sinks(),
                sink -> open(sink, vertx, clock, steadyClock, registry),
                sink -> DeadLetterFile.open(deadLetters, sink.name(), clock));
    }

    /** Where dead letters are kept. */
    static Path deadLetters(WeirConfig config) {
        return config.data().resolve(DEAD_LETTERS);
    }

    /** Where the HTTP sinks deliver to: these servers may also be asked while a page waits. */
    static List<UpstreamOptions> servers(List<SinkConfig> configs) {
        List<UpstreamOptions> servers = new ArrayList<>();
        for (SinkConfig config : configs) {
            if (config instanceof SinkConfig.Http http) {
                servers.add(http.options().upstream());
            }
        }
        return servers;
    }

    /** Where the vendor's servers of a dialect are, of all sections that ask one. */
    static Set<URI> vendors(WeirConfig config, String dialect) {
        Set<String> sinks = new HashSet<>();
        for (Section section : config.sections().all()) {
            Section.Upstream upstream = section.upstreams().get(dialect);
            if (upstream != null) {
                sinks.add(upstream.sink());
            }
        }
        Set<URI> vendors = new HashSet<>();
        for (UpstreamOptions server : servers(config.sinks())) {
            if (sinks.contains(server.name())) {
                vendors.add(server.baseUri());
            }
        }
        return vendors;
    }

    /** Opens all of them, or none. */
    static List<Outlet> open(
            List<SinkConfig> configs, Function<SinkConfig, Sink> sinks, Function<SinkConfig, DeadLetters> deadLetters) {
        List<Outlet> outlets = new ArrayList<>();
        Closing opened = new Closing();
        try {
            for (SinkConfig config : configs) {
                Sink sink = opened.add(sinks.apply(config));
                outlets.add(new Outlet(sink, opened.add(deadLetters.apply(config)), config.outlet()));
            }
            return outlets;
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private static Sink open(
            SinkConfig sink, Vertx vertx, InstantSource clock, InstantSource steadyClock, MeterRegistry registry) {
        if (sink instanceof SinkConfig.Http http) {
            return HttpSink.open(http.options(), vertx, clock, PoolMeters.of(registry, sink.name(), "sink"));
        }
        if (sink instanceof SinkConfig.Kafka kafka) {
            return KafkaSink.open(kafka.options(), clock);
        }
        return FileSink.open(((SinkConfig.File) sink).options(), steadyClock);
    }
}
