package dev.weir.relay.sink.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sets up a web client for one upstream: every queue and lifetime of it is bounded. */
final class WebClients {

    /** HTTP/1.1 carries one request at a time, so it gets this many times the connections. */
    private static final int HTTP1_FACTOR = 8;

    private static final Duration MAX_CONNECT = Duration.ofSeconds(5);

    private WebClients() {}

    /** @param onConnect is shown every new connection */
    static WebClient create(Vertx vertx, HttpSinkOptions options, Handler<HttpConnection> onConnect) {
        WebClientOptions client = new WebClientOptions();
        client.setConnectTimeout((int) Math.min(options.timeout().toMillis(), MAX_CONNECT.toMillis()));
        client.setTcpNoDelay(true).setTcpKeepAlive(true);
        client.setKeepAlive(true);
        client.setFollowRedirects(false).setUserAgentEnabled(false);
        client.setDecompressionSupported(false);
        client.setInitialSettings(new Http2Settings().setPushEnabled(false));
        choose(client, options);
        HttpClient core = vertx.httpClientBuilder()
                .with(client)
                .with(pool(options))
                .withConnectHandler(onConnect)
                .build();
        return WebClient.wrap(core, client);
    }

    private static void choose(WebClientOptions client, HttpSinkOptions options) {
        HttpSinkOptions.Protocol protocol = options.protocol();
        boolean isHttp1 = protocol == HttpSinkOptions.Protocol.HTTP1;
        client.setProtocolVersion(isHttp1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2);
        client.setHttp2ClearTextUpgrade(protocol == HttpSinkOptions.Protocol.AUTO);
        if (!options.isTls()) {
            return;
        }
        client.setSsl(true).setVerifyHost(true).setUseAlpn(!isHttp1);
        if (!isHttp1) {
            client.setAlpnVersions(
                    protocol == HttpSinkOptions.Protocol.H2
                            ? List.of(HttpVersion.HTTP_2)
                            : List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
        }
    }

    private static PoolOptions pool(HttpSinkOptions options) {
        return new PoolOptions()
                .setHttp1MaxSize(options.connections() * HTTP1_FACTOR)
                .setHttp2MaxSize(options.connections())
                .setMaxWaitQueueSize(options.maxInFlight())
                .setMaxLifetime((int) options.connectionLifetime().toSeconds())
                .setMaxLifetimeUnit(TimeUnit.SECONDS);
    }
}
