package dev.weir.server.config;

import dev.weir.connection.ConnectionOptions;
import java.time.Duration;

/** Reads what the public ports grant connections. */
final class ConnectionReader {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private ConnectionReader() {}

    static ConnectionOptions read(ConfigNode server) throws ConfigException {
        ConnectionOptions fallback = ConnectionOptions.DEFAULT;
        return new ConnectionOptions(
                server.duration("head-timeout", fallback.headTimeout(), SECOND, Duration.ofMinutes(5)),
                server.duration("write-timeout", fallback.writeTimeout(), SECOND, Duration.ofHours(1)),
                server.count("max-connections", fallback.maxConnections()),
                server.count("max-connections-per-address", fallback.maxConnectionsPerAddress()));
    }
}
