package dev.weir.upstream;

import java.net.URI;
import java.time.Duration;

/**
 * Where an upstream is, and how it is connected to.
 *
 * @param name the name of the sink that delivers to it, by which the proxy knows it too
 * @param baseUri http or https, with an optional port and path; the dialect's path is put behind it
 * @param connections the most connections at once to one address, over HTTP/2; eight times as many over HTTP/1.1
 * @param connectionLifetime after this a connection takes no more requests, and is closed when those under way are done
 * @param pingInterval how often each HTTP/2 connection is asked for a sign of life
 * @param pingTimeout a connection that has given none for so long is closed
 */
public record UpstreamOptions(
        String name,
        URI baseUri,
        Protocol protocol,
        int connections,
        Duration connectionLifetime,
        Duration pingInterval,
        Duration pingTimeout) {

    public static final int DEFAULT_CONNECTIONS = 2;
    public static final Duration DEFAULT_CONNECTION_LIFETIME = Duration.ofMinutes(5);
    public static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(10);
    public static final Duration DEFAULT_PING_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration MIN_CONNECTION_LIFETIME = Duration.ofSeconds(1);
    private static final Duration MAX_CONNECTION_LIFETIME = Duration.ofDays(1);
    private static final Duration MIN_PING = Duration.ofMillis(10);
    private static final Duration MAX_PING_INTERVAL = Duration.ofDays(1);
    private static final Duration MAX_PING_TIMEOUT = Duration.ofMinutes(10);

    public UpstreamOptions {
        String scheme = baseUri.getScheme();
        boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        require(isHttp && baseUri.getHost() != null, name, "url", baseUri, "http://host or https://host");
        boolean hasPort = baseUri.getPort() == -1 || (baseUri.getPort() >= 1 && baseUri.getPort() <= 65_535);
        require(hasPort, name, "url", baseUri, "a port of 1 to 65535, or none");
        boolean isBare = baseUri.getRawQuery() == null && baseUri.getRawFragment() == null;
        require(isBare && baseUri.getRawUserInfo() == null, name, "url", "<withheld>", "no user, query or fragment");
        require(connections > 0, name, "connections", connections, "> 0");
        boolean isLasting = isWithin(connectionLifetime, MIN_CONNECTION_LIFETIME, MAX_CONNECTION_LIFETIME);
        require(isLasting, name, "connection-lifetime", connectionLifetime, "1s to 1d");
        boolean isAsked = isWithin(pingInterval, MIN_PING, MAX_PING_INTERVAL);
        require(isAsked, name, "ping-interval", pingInterval, "10ms to 1d");
        require(isWithin(pingTimeout, MIN_PING, MAX_PING_TIMEOUT), name, "ping-timeout", pingTimeout, "10ms to 10m");
    }

    /** With the usual pings. */
    public UpstreamOptions(String name, URI baseUri, Protocol protocol, int connections, Duration connectionLifetime) {
        this(name, baseUri, protocol, connections, connectionLifetime, DEFAULT_PING_INTERVAL, DEFAULT_PING_TIMEOUT);
    }

    public static UpstreamOptions of(String name, URI baseUri) {
        return new UpstreamOptions(name, baseUri, Protocol.AUTO, DEFAULT_CONNECTIONS, DEFAULT_CONNECTION_LIFETIME);
    }

    public UpstreamOptions withConnections(int most) {
        return new UpstreamOptions(name, baseUri, protocol, most, connectionLifetime, pingInterval, pingTimeout);
    }

    public UpstreamOptions withPings(Duration interval, Duration timeout) {
        return new UpstreamOptions(name, baseUri, protocol, connections, connectionLifetime, interval, timeout);
    }

    /** The path to put in front of the dialect's, without a slash at its end. */
    public String pathPrefix() {
        String path = baseUri.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    boolean isTls() {
        return "https".equalsIgnoreCase(baseUri.getScheme());
    }

    int port() {
        int port = baseUri.getPort();
        return port >= 0 ? port : isTls() ? 443 : 80;
    }

    private static boolean isWithin(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
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
        /**
         * HTTP/1.1 alone, one request at a time over each connection. Pipelining would be no gain that is worth it: after a
         * connection breaks off, all that stood in the pipe would be unknown, and may come twice (RFC 9112, 9.3.2 asks for
         * none behind a POST); and one slow answer would hold up those behind it. More connections have neither fault.
         */
        HTTP1
    }
}
