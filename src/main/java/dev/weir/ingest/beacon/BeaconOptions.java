package dev.weir.ingest.beacon;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The public listener.
 *
 * @param host the address to bind to
 * @param port 0 to 65535; 0 takes any free port
 * @param eventLoops threads that serve, at least 1
 * @param maxBodyBytes a longer body is answered 413, 1 KiB to 16 MiB
 * @param maxBodyBytesInFlight the most that the bodies of all requests under way may take, from their first byte to the answer;
 *     beyond it they are answered 503; at least four times that of one
 * @param bodyTimeout a body that is not there after this long, all in all, is answered 408; whole seconds, at least 1
 * @param idleTimeout a connection on which nothing moves for this long is closed, at least 1 s
 * @param publicUrl what URLs of our own begin with, such as {@code https://t.shop.example}, without a slash at its end; or
 *     null for what each request names as its host
 */
public record BeaconOptions(
        String host,
        int port,
        int eventLoops,
        int maxBodyBytes,
        long maxBodyBytesInFlight,
        Duration bodyTimeout,
        Duration idleTimeout,
        @Nullable String publicUrl) {

    public static final int LEAST_BODY_BYTES = 1 << 10;
    public static final int MOST_BODY_BYTES = 16 << 20;

    public BeaconOptions {
        require(!host.isBlank(), "server.host", host, "an address");
        require(port >= 0 && port <= 65_535, "server.port", port, "0 to 65535");
        require(eventLoops >= 1 && eventLoops <= 1_024, "server.event-loops", eventLoops, "1 to 1024");
        require(
                maxBodyBytes >= LEAST_BODY_BYTES && maxBodyBytes <= MOST_BODY_BYTES,
                "server.max-body-bytes",
                maxBodyBytes,
                "1024 to 16777216");
        require(
                maxBodyBytesInFlight >= 4L * maxBodyBytes,
                "server.max-body-bytes-in-flight",
                maxBodyBytesInFlight,
                "at least four times server.max-body-bytes, " + 4L * maxBodyBytes);
        require(
                publicUrl == null || publicUrl.matches("https?://[^/?#@\\s]+"),
                "server.public-url",
                String.valueOf(publicUrl),
                "http or https, and a host, and perhaps a port");
        require(bodyTimeout.toSeconds() >= 1, "server.body-timeout", bodyTimeout, "at least 1s");
        require(idleTimeout.compareTo(Duration.ofSeconds(1)) >= 0, "server.idle-timeout", idleTimeout, "at least 1s");
    }

    private static void require(boolean holds, String path, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(path + ": " + value + " (expected: " + expected + ")");
        }
    }
}
