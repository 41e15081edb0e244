package dev.weir.server.config;

import dev.weir.meter.Collector;
import dev.weir.trace.otel.TracingOptions;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how the process is watched: {@code metrics}, {@code tracing}, and of {@code server} what is about its own health. */
final class TelemetryReader {

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** What is left of the second in which a server is to be ready. */
    private static final Duration WARM_UP = Duration.ofMillis(300);

    private static final Duration MOST_WARM_UP = Duration.ofSeconds(5);
    /** Beyond that no collector would thank us. */
    private static final int MOST_TRACED = 10_000;

    private static final Duration SHORTEST_TURN = Duration.ofMillis(100);

    private TelemetryReader() {}

    static Telemetry read(ConfigNode root, ConfigNode server, Environment environment) throws ConfigException {
        return new Telemetry(
                server.duration("stall-limit", Duration.ofSeconds(10), SECOND, Duration.ofMinutes(10)),
                warmUp(server, environment),
                otlp(root.node("metrics")),
                tracing(root));
    }

    private static Duration warmUp(ConfigNode server, Environment environment) throws ConfigException {
        String override = environment.value("WEIR_WARM_UP");
        if (override != null) {
            if (!"off".equals(override)) {
                throw new ConfigException("WEIR_WARM_UP: " + override + " (expected: off, or unset)");
            }
            server.overrule("warm-up");
            return Duration.ZERO;
        }
        return server.has("warm-up") && "off".equals(server.text("warm-up"))
                ? Duration.ZERO
                : server.duration("warm-up", WARM_UP, Duration.ZERO, MOST_WARM_UP);
    }

    private static @Nullable Collector otlp(ConfigNode metrics) throws ConfigException {
        boolean isWanted = metrics.has("otlp");
        ConfigNode otlp = metrics.node("otlp");
        metrics.refuseUnknownKeys();
        if (!isWanted) {
            return null;
        }
        Collector read = new Collector(
                url(otlp, "/v1/metrics"),
                otlp.duration("every", Duration.ofMinutes(1), SHORTEST_TURN, Duration.ofHours(1)),
                headers(otlp));
        otlp.refuseUnknownKeys();
        return read;
    }

    private static @Nullable TracingOptions tracing(ConfigNode root) throws ConfigException {
        boolean isWanted = root.has("tracing");
        ConfigNode tracing = root.node("tracing");
        if (!isWanted) {
            return null;
        }
        ConfigNode otlp = tracing.node("otlp");
        Collector collector = new Collector(
                url(otlp, "/v1/traces"),
                otlp.duration("every", Duration.ofSeconds(5), SHORTEST_TURN, Duration.ofMinutes(1)),
                headers(otlp));
        otlp.refuseUnknownKeys();
        TracingOptions read = new TracingOptions(collector, tracing.share("sample", 0.01), maxRequests(tracing));
        tracing.refuseUnknownKeys();
        return read;
    }

    private static int maxRequests(ConfigNode tracing) throws ConfigException {
        int most = tracing.count("max-requests", 100);
        if (most < 1 || most > MOST_TRACED) {
            throw tracing.error("max-requests", Integer.toString(most), "1 to " + MOST_TRACED);
        }
        return most;
    }

    private static Map<String, String> headers(ConfigNode otlp) throws ConfigException {
        Map<String, String> headers = new LinkedHashMap<>();
        ConfigNode given = otlp.node("headers");
        for (String name : given.keys()) {
            headers.put(name, given.text(name));
        }
        return headers;
    }

    private static URI url(ConfigNode otlp, String path) throws ConfigException {
        String text = otlp.text("url");
        try {
            URI url = URI.create(text);
            boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (isHttp && url.getHost() != null && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (IllegalArgumentException malformed) {
            // Told below, without the text: it may hold a secret.
        }
        throw otlp.error("url", "<withheld>", "http://host" + path + " or https://host" + path + ", without a user");
    }
}
