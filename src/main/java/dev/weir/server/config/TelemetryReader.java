package dev.weir.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how the process is watched: {@code metrics}, and of {@code server} what is about its own health. */
final class TelemetryReader {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MOST_WARM_UP = Duration.ofSeconds(5);

    private TelemetryReader() {}

    static Telemetry read(ConfigNode root, ConfigNode server, Environment environment) throws ConfigException {
        return new Telemetry(
                server.duration("stall-limit", Duration.ofSeconds(10), SECOND, Duration.ofMinutes(10)),
                warmUp(server, environment),
                otlp(root.node("metrics")));
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
                : server.duration("warm-up", SECOND, Duration.ZERO, MOST_WARM_UP);
    }

    private static Telemetry.@Nullable Otlp otlp(ConfigNode metrics) throws ConfigException {
        boolean isWanted = metrics.has("otlp");
        ConfigNode otlp = metrics.node("otlp");
        metrics.refuseUnknownKeys();
        if (!isWanted) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        ConfigNode given = otlp.node("headers");
        for (String name : given.keys()) {
            headers.put(name, given.text(name));
        }
        Telemetry.Otlp read = new Telemetry.Otlp(
                url(otlp),
                otlp.duration("every", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofHours(1)),
                headers);
        otlp.refuseUnknownKeys();
        return read;
    }

    private static URI url(ConfigNode otlp) throws ConfigException {
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
        throw otlp.error("url", "<withheld>", "http://host/v1/metrics or https://host/v1/metrics, without a user");
    }
}
