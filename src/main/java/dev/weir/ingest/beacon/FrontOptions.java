package dev.weir.ingest.beacon;

import dev.weir.ingest.client.Networks;
import dev.weir.ingest.client.TrustedPeers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of the public listener.
 *
 * @param trusted who is believed when it says on whose behalf it calls
 * @param http2 what one connection may ask for
 * @param proxyProtocol the listener behind proxies that pass connections on as they are, or null
 * @param tls the listener for TLS, or null
 */
public record FrontOptions(
        TrustedPeers trusted,
        Http2 http2,
        @Nullable ProxyProtocol proxyProtocol,
        @Nullable Tls tls) {

    public static final FrontOptions NOTHING = new FrontOptions(TrustedPeers.NOBODY, Http2.DEFAULT, null, null);

    /**
     * Bounds of one HTTP/2 connection. A content network sends thousands of visitors through one, of whom many leave before
     * they have their answer; from anybody else so many resets are an attack (CVE-2023-44487).
     *
     * @param maxStreams requests at once on one connection, 1 to 100000
     * @param trustedMaxStreams the same on a trusted peer's
     * @param maxResets requests taken back within the window, beyond which the connection is ended with GOAWAY 11; 1 to a
     *     million
     * @param trustedMaxResets the same on a trusted peer's connection, and at least as many
     * @param maxControlFrames frames of one kind that carry no request (pings, settings, priorities, windows, next to
     *     nothing of a body) within the window, beyond those that go with requests and answers; 10 to a million
     * @param trustedMaxControlFrames the same on a trusted peer's connection, and at least as many
     * @param resetWindow in which resets and control frames are counted; whole seconds, 1 s to 1 h
     * @param streamTimeout from a request's first frame to the last of its answer, beyond which it is reset; whole seconds
     */
    public record Http2(
            int maxStreams,
            int trustedMaxStreams,
            int maxResets,
            int trustedMaxResets,
            int maxControlFrames,
            int trustedMaxControlFrames,
            Duration resetWindow,
            Duration streamTimeout) {
        public static final Http2 DEFAULT =
                new Http2(100, 1_000, 200, 10_000, 500, 10_000, Duration.ofSeconds(30), Duration.ofSeconds(60));

        private static final int LEAST_CONTROL_FRAMES = 10;

        public Http2 {
            require(maxStreams, 1, 100_000, "max-streams");
            require(trustedMaxStreams, 1, 100_000, "trusted-max-streams");
            require(maxResets, 1, 1_000_000, "max-resets");
            require(trustedMaxResets, maxResets, 1_000_000, "trusted-max-resets");
            require(maxControlFrames, LEAST_CONTROL_FRAMES, 1_000_000, "max-control-frames");
            require(trustedMaxControlFrames, maxControlFrames, 1_000_000, "trusted-max-control-frames");
        }

        private static void require(int value, int least, int most, String name) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        "server.http2." + name + ": " + value + " (expected: " + least + " to " + most + ")");
            }
        }
    }

    /**
     * A listener for connections that begin with a PROXY header.
     *
     * @param port 0 to 65535; 0 takes any free port
     * @param peers who may connect
     * @param headerTimeout how long a connection may be silent before its header is there
     */
    public record ProxyProtocol(int port, Networks peers, Duration headerTimeout) {}

    /**
     * A listener for TLS.
     *
     * @param port 0 to 65535; 0 takes any free port
     * @param certificates at least one; the first is for clients that name no host, or none that another is for
     */
    public record Tls(int port, List<Certificate> certificates) {
        public Tls {
            certificates = List.copyOf(certificates);
        }
    }

    /**
     * Where a certificate is; both files are PEM, and are read again when they change.
     *
     * @param chain the certificate and those that vouch for it
     * @param key its key, not encrypted
     */
    public record Certificate(Path chain, Path key) {}
}
