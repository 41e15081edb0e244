package dev.weir.server;

import dev.weir.ingest.beacon.BeaconServer;
import dev.weir.ingest.beacon.Door;
import dev.weir.ingest.beacon.FrontOptions;
import dev.weir.ingest.beacon.ProxiedDoor;
import dev.weir.server.config.WeirConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports that visitors come through: the plain one, and those that the config asks for beside it. */
final class PublicPorts {

    /** Of a port that is not open. */
    static final int NONE = -1;

    private static final Logger LOG = LoggerFactory.getLogger(PublicPorts.class);

    private final String host;
    private final List<BeaconServer> servers = new ArrayList<>();
    private int plain = NONE;
    private int proxied = NONE;

    private PublicPorts(String host) {
        this.host = host;
    }

    /** @param serverOf serves behind a door */
    static PublicPorts open(WeirConfig config, Function<Door, BeaconServer> serverOf, MeterRegistry registry)
            throws StartException {
        PublicPorts ports = new PublicPorts(config.server().host());
        ports.plain = ports.bind(
                serverOf.apply(Door.plain(config.server().port())),
                config.server().port(),
                "server.port or WEIR_PORT");
        FrontOptions.ProxyProtocol proxyProtocol = config.front().proxyProtocol();
        if (proxyProtocol != null) {
            ports.proxied = ports.bind(
                    serverOf.apply(new ProxiedDoor(proxyProtocol, registry)),
                    proxyProtocol.port(),
                    "server.proxy-protocol.port");
            LOG.info("listening port={} for=proxy-protocol", ports.proxied);
        }
        return ports;
    }

    private int bind(BeaconServer server, int port, String setting) throws StartException {
        servers.add(server);
        return Sockets.bind(host, port, setting, server.start());
    }

    /** HTTP in clear text. */
    int plain() {
        return plain;
    }

    /** Where connections begin with a PROXY header, or {@link #NONE}. */
    int proxied() {
        return proxied;
    }

    /** Accepts no more connections, lets requests in progress end, and closes what is left after {@code limit}. */
    Future<Void> drain(Duration limit) {
        List<Future<Void>> drained = new ArrayList<>();
        for (BeaconServer server : servers) {
            drained.add(server.drain(limit));
        }
        return Future.all(drained).mapEmpty();
    }
}
