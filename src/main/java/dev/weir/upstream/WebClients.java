package dev.weir.upstream;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sets up a client for one upstream: every queue and lifetime of it is bounded. */
final class WebClients {

    /** HTTP/1.1 carries one request at a time, so it gets this many times the connections. */
    private static final int HTTP1_FACTOR = 8;

    private static final Duration MAX_CONNECT = Duration.ofSeconds(5);

    private WebClients() {}

    /** @param longest what a request may take at most, and connecting with it */
    static WebClientOptions options(UpstreamOptions upstream, Duration longest) {
        WebClientOptions client = new WebClientOptions();
        client.setConnectTimeout((int) Math.min(longest.toMillis(), MAX_CONNECT.toMillis()));
        client.setTcpNoDelay(true).setTcpKeepAlive(true);
        client.setKeepAlive(true);
        client.setFollowRedirects(false).setUserAgentEnabled(false);
        client.setDecompressionSupported(false);
        client.setInitialSettings(new Http2Settings().setPushEnabled(false));
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

    private static PoolOptions pool(UpstreamOptions upstream, int maxWaiting) {
        return new PoolOptions()
                .setHttp1MaxSize(upstream.connections() * HTTP1_FACTOR)
                .setHttp2MaxSize(upstream.connections())
                .setMaxWaitQueueSize(maxWaiting)
                .setMaxLifetime((int) upstream.connectionLifetime().toSeconds())
                .setMaxLifetimeUnit(TimeUnit.SECONDS);
    }
}
