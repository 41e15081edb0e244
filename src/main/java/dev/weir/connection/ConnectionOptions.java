package dev.weir.connection;

import java.time.Duration;

/**
 * What the public ports grant connections.
 *
 * @param headTimeout for a request's head, from its first byte, or from the accept, to its last; 1 s to 5 min
 * @param writeTimeout for a client to take an answer; 1 s to 1 h
 * @param maxConnections at once; 1 to a million, and no more than the process may have files
 * @param maxConnectionsPerAddress at once from one IPv4 address, or one IPv6 network of 64 bits; 1 to a million
 */
public record ConnectionOptions(
        Duration headTimeout, Duration writeTimeout, int maxConnections, int maxConnectionsPerAddress) {

    public static final ConnectionOptions DEFAULT =
            new ConnectionOptions(Duration.ofSeconds(10), Duration.ofSeconds(10), 20_000, 1_000);

    private static final int MOST = 1_000_000;

    public ConnectionOptions {
        require(maxConnections, "max-connections");
        require(maxConnectionsPerAddress, "max-connections-per-address");
    }

    private static void require(int count, String name) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("server." + name + ": " + count + " (expected: 1 to " + MOST + ")");
        }
    }
}
