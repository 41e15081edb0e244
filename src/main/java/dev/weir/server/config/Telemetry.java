package dev.weir.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the process is watched.
 *
 * @param stallLimit an event loop that has not turned for so long makes the process not live
 * @param warmUp how long it may be made ready for its first requests; zero for not at all
 * @param otlp where metrics are sent to, or null for nowhere
 */
public record Telemetry(
        Duration stallLimit, Duration warmUp, @Nullable Otlp otlp) {

    /**
     * Metrics by OTLP over HTTP.
     *
     * @param url the whole of it, with the path
     * @param every how often they are sent
     * @param headers sent along, such as a key; never shown
     */
    public record Otlp(URI url, Duration every, Map<String, String> headers) {

        public Otlp {
            headers = Map.copyOf(headers);
        }

        /** Without the headers. */
        @Override
        public String toString() {
            return "Otlp[" + url + " every " + every + "]";
        }
    }
}
