package dev.weir.ingest.beacon;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import java.util.Set;

/** TLS 1.2 and 1.3 by the JDK's own engine; ALPN decides between HTTP/2 and HTTP/1.1. */
public final class TlsDoor implements Door {

    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final int port;
    private final List<PemPair> pairs;

    /** @param pairs what to begin with, at least one */
    public TlsDoor(int port, List<PemPair> pairs) {
        this.port = port;
        this.pairs = List.copyOf(pairs);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int number() {
        return 3;
    }

    @Override
    public void prepare(HttpServerOptions server) {
        server.setSsl(true)
                .setUseAlpn(true)
                .setSni(true)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setKeyCertOptions(PemPair.options(pairs));
    }

    /** The same with other certificates. */
    static ServerSSLOptions renewed(List<PemPair> pairs) {
        return new ServerSSLOptions()
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of("h2", "http/1.1"))
                .setSni(true)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setKeyCertOptions(PemPair.options(pairs));
    }

    @Override
    public boolean admits(HttpConnection connection) {
        return true;
    }

    @Override
    public void onBadStart(Throwable cause) {}
}
