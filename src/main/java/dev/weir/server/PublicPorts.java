package dev.weir.server;

import dev.weir.ingest.beacon.BeaconServer;
import dev.weir.ingest.beacon.Door;
import dev.weir.ingest.beacon.FrontOptions;
import dev.weir.ingest.beacon.ProxiedDoor;
import dev.weir.ingest.beacon.TlsDoor;
import dev.weir.server.config.WeirConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
    private int encrypted = NONE;

    private PublicPorts(String host) {
        this.host = host;
    }

    static PublicPorts open(WeirConfig config, Setup setup) throws StartException {
        PublicPorts ports = new PublicPorts(config.server().host());
        ports.plain = ports.bind(
                setup.serverOf.apply(Door.plain(config.server().port())),
                config.server().port(),
                "server.port or WEIR_PORT");
        FrontOptions.ProxyProtocol proxyProtocol = config.front().proxyProtocol();
        if (proxyProtocol != null) {
            ports.proxied = ports.bind(
                    setup.serverOf.apply(new ProxiedDoor(proxyProtocol, setup.registry)),
                    proxyProtocol.port(),
                    "server.proxy-protocol.port");
            LOG.info("listening port={} for=proxy-protocol", ports.proxied);
        }
        FrontOptions.Tls tls = config.front().tls();
        if (tls != null) {
            ports.encrypted = ports.openTls(setup, tls);
            LOG.info("listening port={} for=tls", ports.encrypted);
        }
        return ports;
    }

    private int openTls(Setup setup, FrontOptions.Tls tls) throws StartException {
        CertificateWatch watch = setup.closing.add(
                CertificateWatch.open(new CertificateFiles(tls.certificates(), setup.vertx), setup.registry));
        BeaconServer server = setup.serverOf.apply(new TlsDoor(tls.port(), watch.pairs()));
        int port = bind(server, tls.port(), "server.tls.port");
        watch.start(pairs -> server.renew(pairs)
                .onFailure(failure -> LOG.error("tls.unusable (the last good certificates stay)", failure)));
        return port;
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

    /** TLS, or {@link #NONE}. */
    int encrypted() {
        return encrypted;
    }

    /** Accepts no more connections, lets requests in progress end, and closes what is left after {@code limit}. */
    Future<Void> drain(Duration limit) {
        List<Future<Void>> drained = new ArrayList<>();
        for (BeaconServer server : servers) {
            drained.add(server.drain(limit));
        }
        return Future.all(drained).mapEmpty();
    }

    /**
     * What is needed to open them.
     *
     * @param serverOf serves behind a door
     * @param closing closes what is to be closed beside the servers
     */
    record Setup(Function<Door, BeaconServer> serverOf, Vertx vertx, MeterRegistry registry, Closing closing) {}
}
