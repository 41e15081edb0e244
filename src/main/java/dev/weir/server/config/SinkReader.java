package dev.weir.server.config;

import dev.weir.relay.sink.file.FileSinkOptions;
import dev.weir.relay.sink.http.HttpSinkOptions;
import dev.weir.relay.sink.http.HttpSinkOptions.Encoding;
import dev.weir.relay.sink.kafka.Compression;
import dev.weir.relay.sink.kafka.KafkaSinkOptions;
import dev.weir.upstream.UpstreamOptions;
import dev.weir.upstream.UpstreamOptions.Protocol;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one sink. */
final class SinkReader {

    /** It is the name of files, and a metric's tag. */
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration TEN_MILLISECONDS = Duration.ofMillis(10);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration YEAR = Duration.ofDays(366);
    private static final Duration TEN_YEARS = YEAR.multipliedBy(10);

    private SinkReader() {}

    static SinkConfig read(ConfigNode node, Path data) throws ConfigException {
        String name = node.text("name");
        if (!NAME.matcher(name).matches()) {
            throw node.error("name", name, "1 to 64 lower-case letters, digits and hyphens");
        }
        String type = node.text("type");
        SinkConfig sink;
        try {
            sink = switch (type) {
                case "file" -> new SinkConfig.File(file(node, data), OutletReader.unpaced(node));
                case "http" -> vendor(node);
                case "kafka" -> new SinkConfig.Kafka(kafka(node), OutletReader.unpaced(node));
                default -> throw node.error("type", type, "file, http or kafka");
            };
        } catch (IllegalArgumentException invalid) {
            throw node.error(String.valueOf(invalid.getMessage()));
        }
        node.refuseUnknownKeys();
        return sink;
    }

    /** An HTTP sink with every option at its default. */
    static SinkConfig upstream(String source, String name, String variable, String url) throws ConfigException {
        ConfigNode node = ConfigNode.root(source, Map.of("name", name, "type", "http", "url", url));
        try {
            return read(node, Path.of(""));
        } catch (ConfigException wrong) {
            throw new ConfigException(variable + ": " + url + " (" + wrong.getMessage() + ")");
        }
    }

    private static FileSinkOptions file(ConfigNode node, Path data) throws ConfigException {
        FileSinkOptions fallback = FileSinkOptions.of(node.text("name"), data.resolve(node.text("dir")));
        return new FileSinkOptions(
                fallback.name(),
                fallback.dir(),
                node.size("max-bytes", fallback.maxBytes()),
                node.duration("max-age", fallback.maxAge(), SECOND, YEAR),
                node.flag("gzip", fallback.gzip()),
                node.has("keep-bytes") ? (Long) node.size("keep-bytes", 0) : null,
                node.has("keep-for") ? node.duration("keep-for", YEAR, SECOND, TEN_YEARS) : null);
    }

    private static SinkConfig vendor(ConfigNode node) throws ConfigException {
        HttpSinkOptions options = http(node);
        return new SinkConfig.Http(options, OutletReader.vendor(node, options.maxInFlight()));
    }

    private static HttpSinkOptions http(ConfigNode node) throws ConfigException {
        HttpSinkOptions fallback = HttpSinkOptions.of(upstream(node));
        return new HttpSinkOptions(
                fallback.upstream(),
                node.duration("timeout", fallback.timeout(), MILLISECOND, Duration.ofMinutes(10)),
                node.count("max-in-flight", fallback.maxInFlight()),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, node.size("max-answer-bytes", fallback.maxAnswerBytes()))),
                Set.copyOf(node.distinctTexts("dialects")),
                node.choice("encoding", fallback.encoding(), List.of(Encoding.values())));
    }

    private static KafkaSinkOptions kafka(ConfigNode node) throws ConfigException {
        return new KafkaSinkOptions(
                node.text("name"),
                node.text("bootstrap"),
                node.text("topic"),
                node.choice("compression", KafkaSinkOptions.DEFAULT_COMPRESSION, List.of(Compression.values())),
                node.count("max-in-flight", KafkaSinkOptions.DEFAULT_MAX_IN_FLIGHT),
                node.duration(
                        "delivery-timeout",
                        KafkaSinkOptions.DEFAULT_DELIVERY_TIMEOUT,
                        KafkaSinkOptions.MIN_DELIVERY_TIMEOUT,
                        KafkaSinkOptions.MAX_DELIVERY_TIMEOUT),
                texts(node.node("properties")));
    }

    private static Map<String, String> texts(ConfigNode node) throws ConfigException {
        Map<String, String> texts = new HashMap<>();
        for (String key : node.keys()) {
            texts.put(key, node.text(key));
        }
        return texts;
    }

    private static UpstreamOptions upstream(ConfigNode node) throws ConfigException {
        UpstreamOptions fallback = UpstreamOptions.of(node.text("name"), uri(node, node.text("url")));
        return new UpstreamOptions(
                fallback.name(),
                fallback.baseUri(),
                node.choice("protocol", fallback.protocol(), List.of(Protocol.values())),
                node.count("connections", fallback.connections()),
                node.duration("connection-lifetime", fallback.connectionLifetime(), SECOND, Duration.ofDays(1)),
                node.duration("ping-interval", fallback.pingInterval(), TEN_MILLISECONDS, Duration.ofDays(1)),
                node.duration("ping-timeout", fallback.pingTimeout(), TEN_MILLISECONDS, Duration.ofMinutes(10)));
    }

    private static URI uri(ConfigNode node, String url) throws ConfigException {
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            throw node.error("url", url, "an http or https URL");
        }
    }
}
