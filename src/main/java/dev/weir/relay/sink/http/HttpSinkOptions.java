package dev.weir.relay.sink.http;

import java.net.URI;
import java.time.Duration;

/**
 * How an HTTP sink talks to its upstream.
 *
 * @param name the sink's name
 * @param baseUri http or https, with an optional port and path; the dialect's path is put behind it
 * @param timeout the longest one attempt may take, connecting included
 * @param connections the most connections at once
 * @param maxInFlight the most requests at once, over all connections
 * @param maxAnswerBytes the rest of a longer answer is not read
 * @param connectionLifetime after this a connection is replaced, so that a change of DNS is noticed
 */
public record HttpSinkOptions(
        String name,
        URI baseUri,
        Protocol protocol,
        Duration timeout,
        int connections,
        int maxInFlight,
        int maxAnswerBytes,
        Duration connectionLifetime) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    public static final int DEFAULT_CONNECTIONS = 2;
    public static final int DEFAULT_MAX_IN_FLIGHT = 256;
    public static final int DEFAULT_MAX_ANSWER_BYTES = 64 << 10;
    public static final Duration DEFAULT_CONNECTION_LIFETIME = Duration.ofMinutes(5);

    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration MAX_CONNECTION_LIFETIME = Duration.ofDays(1);

    public HttpSinkOptions {
        String scheme = baseUri.getScheme();
        boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        require(isHttp && baseUri.getHost() != null, name, "url", baseUri, "http://host or https://host");
        boolean hasPort = baseUri.getPort() == -1 || (baseUri.getPort() >= 1 && baseUri.getPort() <= 65_535);
        require(hasPort, name, "url", baseUri, "a port of 1 to 65535, or none");
        boolean isBare = baseUri.getRawQuery() == null && baseUri.getRawFragment() == null;
        require(isBare && baseUri.getRawUserInfo() == null, name, "url", "<withheld>", "no user, query or fragment");
        require(isWithin(timeout, Duration.ofMillis(1), MAX_TIMEOUT), name, "timeout", timeout, "1ms to 10m");
        require(connections > 0, name, "connections", connections, "> 0");
        require(maxInFlight > 0, name, "max-in-flight", maxInFlight, "> 0");
        require(maxAnswerBytes > 0, name, "max-answer-bytes", maxAnswerBytes, "> 0");
        require(
                isWithin(connectionLifetime, Duration.ofSeconds(1), MAX_CONNECTION_LIFETIME),
                name,
                "connection-lifetime",
                connectionLifetime,
                "1s to 1d");
    }

    public static HttpSinkOptions of(String name, URI baseUri) {
        return new HttpSinkOptions(
                name,
                baseUri,
                Protocol.AUTO,
                DEFAULT_TIMEOUT,
                DEFAULT_CONNECTIONS,
                DEFAULT_MAX_IN_FLIGHT,
                DEFAULT_MAX_ANSWER_BYTES,
                DEFAULT_CONNECTION_LIFETIME);
    }

    private static boolean isWithin(Duration duration, Duration least, Duration most) {
        return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
    }

    boolean isTls() {
        return "https".equalsIgnoreCase(baseUri.getScheme());
    }

    int port() {
        int port = baseUri.getPort();
        return port >= 0 ? port : isTls() ? 443 : 80;
    }

    /** The path to put in front of the dialect's, without a slash at its end. */
    String pathPrefix() {
        String path = baseUri.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static void require(boolean isMet, String sink, String option, Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException(
                    "sinks." + sink + "." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }

    /** Which HTTP is spoken. */
    public enum Protocol {
        /** https: HTTP/2 or HTTP/1.1, as agreed by ALPN. http: HTTP/2 by upgrade, or HTTP/1.1 if that is declined. */
        AUTO,
        /** HTTP/2 alone; over http with prior knowledge. */
        H2,
        /** HTTP/1.1 alone. */
        HTTP1
    }
}
