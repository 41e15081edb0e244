package dev.weir.upstream;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientResolverConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sets up a client for one upstream: every queue of it is bounded, and every lifetime that its pool can see to. */
final class WebClients {

    /** HTTP/1.1 carries one request at a time, so it gets this many times the connections. */
    private static final int HTTP1_FACTOR = 8;

    private static final Duration MAX_CONNECT = Duration.ofSeconds(5);

    /**
     * The client remembers which address a name had, apart from the resolver's cache, which knows how long that holds: with
     * Vert.x 5.2.0 for five minutes, however short the record's time to live. To ask the resolver again costs next to nothing.
     */
    private static final Duration MAX_ADDRESS_KEPT = Duration.ofSeconds(10);

    private WebClients() {}

    /**
     * @param longest what a request may take at most, and connecting with it
     * @param maxStreams the most requests at once over one HTTP/2 connection, if the upstream allows as many; -1 for what it
     *     allows
     */
    static WebClientOptions options(UpstreamOptions upstream, Duration longest, int maxStreams) {
        WebClientOptions client = new WebClientOptions();
        client.setConnectTimeout((int) Math.min(longest.toMillis(), MAX_CONNECT.toMillis()));
        client.setTcpNoDelay(true).setTcpKeepAlive(true);
        client.setKeepAlive(true);
        client.setFollowRedirects(false).setUserAgentEnabled(false);
        client.setDecompressionSupported(false);
        client.setInitialSettings(new Http2Settings().setPushEnabled(false));
        client.setHttp2MultiplexingLimit(maxStreams);
        choose(client, upstream);
        return client;
    }

    /**
     * @param maxWaiting the most requests that wait for a connection
     * @param onConnect is shown every new connection
     */
    static HttpClient create(
            Vertx vertx,
            WebClientOptions client,
            UpstreamOptions upstream,
            int maxWaiting,
            Handler<HttpConnection> onConnect) {
        return vertx.httpClientBuilder()
                .with(client)
                .with(new HttpClientConfig(client).setResolverConfig(resolver(upstream)))
                .with(pool(upstream, maxWaiting))
                .withConnectHandler(onConnect)
                .build();
    }

    private static void choose(WebClientOptions client, UpstreamOptions upstream) {
        UpstreamOptions.Protocol protocol = upstream.protocol();
        boolean isHttp1 = protocol == UpstreamOptions.Protocol.HTTP1;
        client.setProtocolVersion(isHttp1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2);
        client.setHttp2ClearTextUpgrade(protocol == UpstreamOptions.Protocol.AUTO);
        if (!upstream.isTls()) {
            return;
        }
        client.setSsl(true).setVerifyHost(true).setUseAlpn(!isHttp1);
        if (!isHttp1) {
            client.setAlpnVersions(
                    protocol == UpstreamOptions.Protocol.H2
                            ? List.of(HttpVersion.HTTP_2)
                            : List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
        }
    }

    private static ClientResolverConfig resolver(UpstreamOptions upstream) {
        Duration lifetime = upstream.connectionLifetime();
        Duration kept = lifetime.compareTo(MAX_ADDRESS_KEPT) < 0 ? lifetime : MAX_ADDRESS_KEPT;
        return new ClientResolverConfig().setKeepAliveTimeout(kept).setMaxKeepAlive(kept);
    }

    private static PoolOptions pool(UpstreamOptions upstream, int maxWaiting) {
        return new PoolOptions()
                .setHttp1MaxSize(upstream.connections() * HTTP1_FACTOR)
                .setHttp2MaxSize(upstream.connections())
                .setMaxWaitQueueSize(maxWaiting)
                .setMaxLifetime((int) upstream.connectionLifetime().toSeconds())
                .setMaxLifetimeUnit(TimeUnit.SECONDS);
    }
}
