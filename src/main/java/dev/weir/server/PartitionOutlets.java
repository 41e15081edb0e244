package dev.weir.server;

import dev.weir.relay.Relay.Outlet;
import dev.weir.relay.deadletter.DeadLetterFile;
import dev.weir.relay.sink.Sink;
import dev.weir.relay.sink.file.FileSink;
import dev.weir.relay.sink.file.FileSinkOptions;
import dev.weir.relay.sink.http.HttpSink;
import dev.weir.relay.sink.kafka.KafkaSink;
import dev.weir.relay.sink.kafka.KafkaSinkOptions;
import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import dev.weir.upstream.PoolMeters;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens a partition's sinks: those that write files do so in a folder of their own, and those that speak HTTP share the
 * connections of one that is there for all. Confined to the thread on which partitions come.
 */
final class PartitionOutlets implements AutoCloseable {

    private static final Pattern LETTERS = Pattern.compile("(.+)-p[0-9]+");

    private final Basis basis;
    private final Vertx vertx;
    private final Map<String, HttpSink> shared = new HashMap<>();

    PartitionOutlets(Basis basis, Vertx vertx) {
        this.basis = basis;
        this.vertx = vertx;
    }

    List<Outlet> open(WeirConfig config, int partition) {
        return Outlets.open(
                config.sinks(),
                sink -> open(sink, partition),
                sink -> DeadLetterFile.open(
                        Outlets.deadLetters(config), letters(sink.name(), partition), basis.clock()));
    }

    /** What a sink's dead letters of a partition are called. */
    static String letters(String sink, int partition) {
        return sink + "-p" + partition;
    }

    /** Whether dead letters of this name are a partition's of one of these sinks. */
    static boolean areLettersOf(Collection<String> sinks, String name) {
        Matcher matcher = LETTERS.matcher(name);
        return matcher.matches() && sinks.contains(matcher.group(1));
    }

    @Override
    public void close() {
        shared.values().forEach(HttpSink::close);
    }

    private Sink open(SinkConfig sink, int partition) {
        if (sink instanceof SinkConfig.Http http) {
            return shared.computeIfAbsent(
                            sink.name(),
                            name -> HttpSink.openShared(
                                    http.options(),
                                    vertx,
                                    basis.clock(),
                                    PoolMeters.of(basis.registry(), name, "sink")))
                    .sibling();
        }
        if (sink instanceof SinkConfig.Kafka kafka) {
            return KafkaSink.open(named(kafka.options(), partition), basis.clock());
        }
        return FileSink.open(inOwnFolder(((SinkConfig.File) sink).options(), partition), basis.steadyClock());
    }

    private static FileSinkOptions inOwnFolder(FileSinkOptions options, int partition) {
        return new FileSinkOptions(
                options.name(),
                options.dir().resolve("partition-" + partition),
                options.maxBytes(),
                options.maxAge(),
                options.gzip(),
                options.keepBytes(),
                options.keepFor());
    }

    /** Two producers of one name would quarrel about it in the log. */
    private static KafkaSinkOptions named(KafkaSinkOptions options, int partition) {
        Map<String, String> properties = new HashMap<>(options.properties());
        properties.putIfAbsent("client.id", "weir-" + options.name() + "-p" + partition);
        return options.with(properties);
    }
}
