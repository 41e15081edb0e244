package dev.weir.ingest.beacon;

import dev.weir.ingest.client.IpAddress;
import dev.weir.meter.Seldom;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port where every connection begins with a PROXY header, version 1 or 2 (haproxy.org, "The PROXY protocol"), which says
 * who has connected to the proxy: that is the peer from then on. A proxy's own calls (LOCAL, UNKNOWN) are served as its own.
 *
 * <p>Vert.x reads the header, and without one has no connection to show: such a one is counted and logged, but not said whose
 * it was; one that stays silent beyond the time is closed and not even counted.
 */
public final class ProxiedDoor implements Door {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedDoor.class);

    private final FrontOptions.ProxyProtocol options;
    private final Counter untrusted;
    private final Counter malformed;
    /** Whether it has been told that connections are not as they should be, and not yet that they are. */
    private final AtomicBoolean isAstray = new AtomicBoolean();

    private final Seldom seldom;

    public ProxiedDoor(FrontOptions.ProxyProtocol options, MeterRegistry registry) {
        this.options = options;
        this.seldom = new Seldom(registry.config().clock());
        this.untrusted = counter(registry, "untrusted");
        this.malformed = counter(registry, "malformed");
    }

    @Override
    public int port() {
        return options.port();
    }

    @Override
    public int number() {
        return 2;
    }

    @Override
    public void prepare(HttpServerOptions server) {
        server.setUseProxyProtocol(true)
                .setProxyProtocolTimeout(options.headerTimeout().toMillis())
                .setProxyProtocolTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean admits(HttpConnection connection) {
        SocketAddress proxy = connection.remoteAddress(true);
        IpAddress address = proxy == null ? null : IpAddress.ofSocket(proxy.hostAddress());
        if (address == null || !options.peers().contains(address)) {
            untrusted.increment();
            return false;
        }
        if (isAstray.compareAndSet(true, false)) {
            LOG.info("proxy-protocol.well port={}", options.port());
        }
        return true;
    }

    @Override
    public void onBadStart(Throwable cause) {
        if (!(cause instanceof HAProxyProtocolException || cause.getCause() instanceof HAProxyProtocolException)) {
            return;
        }
        malformed.increment();
        if (!isAstray.get() && seldom.tryTell()) {
            isAstray.set(true);
            LOG.warn(
                    "proxy-protocol.missing port={} (expected: a PROXY header first; is the proxy set to send one?)",
                    options.port());
        }
    }

    private static Counter counter(MeterRegistry registry, String reason) {
        return Counter.builder("weir.proxy_protocol.refused")
                .description("Connections that were closed because of who began them, or how")
                .tag("reason", reason)
                .register(registry);
    }
}
