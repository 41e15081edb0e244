package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Http2Frames;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.GoAway;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one HTTP/2 connection may ask for: a proxy's much, anybody's little. */
final class Http2BoundsIT {

    private static final String ENDED = "weir_http2_abuse_total";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String ELSEWHERE = "192.0.2.0/24";

    @TempDir
    private Path data;

    private final Vertx vertx = Vertx.vertx();
    /** Kept, because one that nobody knows any more is closed with all its connections. */
    private final List<HttpClientAgent> clients = new ArrayList<>();

    private final AtomicReference<GoAway> goAway = new AtomicReference<>();

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void aTrustedPeerMayTakeBackMany() throws Exception {
        try (LocalWeir weir = weir("trusted: {peers: [127.0.0.1]}")) {
            HttpClientConnection connection = connect(weir);
            takeBack(connection, 100);

            assertThat(status(connection)).isEqualTo(200);
            assertThat(goAway).hasNullValue();
            assertThat(weir.scrape().sum(ENDED)).isZero();
        }
    }

    @Test
    void aTrustedPeersBoundIsOneToo() throws Exception {
        try (LocalWeir weir = weir("trusted: {peers: [127.0.0.1]}")) {
            HttpClientConnection connection = connect(weir);
            takeBack(connection, 201);

            Await.until("it is told to calm down", () -> goAway.get() != null);
            assertThat(goAway.get().getErrorCode()).isEqualTo(11);
        }
    }

    @Test
    void anotherIsToldToCalmDownAndOthersAreServed() throws Exception {
        try (LocalWeir weir = weir("trusted: {peers: [192.0.2.0/24]}")) {
            HttpClientConnection flood = connect(weir);
            AtomicReference<Boolean> isClosed = new AtomicReference<>(false);
            flood.closeHandler(closed -> isClosed.set(true));
            takeBack(flood, 21);

            Await.until("it is told to calm down", () -> goAway.get() != null);
            Await.until("it is closed", isClosed::get);
            assertThat(goAway.get().getErrorCode()).isEqualTo(11);
            assertThat(weir.scrape().sum(ENDED, "kind=\"resets\"")).isEqualTo(1);
            assertThat(status(connect(weir))).isEqualTo(200);
        }
    }

    @Test
    void whereNobodyIsTrustedTheBoundHoldsForAll() throws Exception {
        try (LocalWeir weir = weir("event-loops: 1")) {
            takeBack(connect(weir), 21);

            Await.until("it is told to calm down", () -> goAway.get() != null);
            assertThat(goAway.get().getErrorCode()).isEqualTo(11);
        }
    }

    @Test
    void aTrustedPeerMayAskMoreAtOnce() throws Exception {
        try (LocalWeir weir = weir("trusted: {peers: [" + LOOPBACK + "]}")) {
            HttpClientConnection connection = connect(weir);

            Await.until("it is told so", () -> maxStreams(connection) == 500);
        }
        try (LocalWeir weir = weir("trusted: {peers: [" + ELSEWHERE + "]}")) {
            HttpClientConnection connection = connect(weir);
            assertThat(status(connection)).isEqualTo(200);

            assertThat(maxStreams(connection)).isEqualTo(50);
        }
    }

    @Test
    void behindAProxyHeaderItIsTheOneWhoCalledTheProxyThatCounts() throws Exception {
        try (LocalWeir weir =
                weir("trusted: {peers: [203.0.113.0/24]}, proxy-protocol: {port: 0, peers: [127.0.0.1]}")) {
            URI proxied = URI.create("http://127.0.0.1:" + weir.ports().proxied());
            byte[] pings = Http2Frames.repeat(600, Http2Frames.ping());
            try (RawHttp2 trusted = RawHttp2.on(calledFrom(proxied, "203.0.113.7"));
                    RawHttp2 other = RawHttp2.on(calledFrom(proxied, "198.51.100.7"))) {
                trusted.send(pings);
                assertThat(trusted.status(1, "/health")).isEqualTo(200);
                other.trySend(pings);
                assertThat(other.goAway()).isEqualTo(11);
            }
        }
    }

    private static Socket calledFrom(URI proxied, String address) throws Exception {
        Socket socket = new Socket(proxied.getHost(), proxied.getPort());
        String header = "PROXY TCP4 " + address + " 192.0.2.1 40000 443\r\n";
        socket.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private LocalWeir weir(String server) throws Exception {
        return LocalWeir.start(data, """
                server: {%s, http2: {max-streams: 50, trusted-max-streams: 500, max-resets: 20, trusted-max-resets: 200}}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop-1}], sinks: [files]}]
                """.formatted(server));
    }

    private HttpClientConnection connect(LocalWeir weir) throws Exception {
        HttpClientOptions http2 =
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        HttpConnectOptions where =
                new HttpConnectOptions().setHost(LOOPBACK).setPort(weir.uri().getPort());
        HttpClientAgent client = vertx.createHttpClient(http2);
        clients.add(client);
        HttpClientConnection connection = await(client.connect(where));
        connection.goAwayHandler(goAway::set);
        return connection;
    }

    /**
     * Begins requests, one after the other, and resets each before its body has ended. What is sent beyond the bound would
     * make the kernel throw away the answer to it.
     */
    private static void takeBack(HttpClientConnection connection, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            HttpClientRequest request = await(connection.request(new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setURI("/push")
                    .putHeader("content-type", "application/json")));
            request.setChunked(true);
            await(request.write("{\"shop_id\":"));
            await(request.reset(8));
        }
    }

    private static int status(HttpClientConnection connection) throws Exception {
        HttpClientRequest request = await(connection.request(
                new RequestOptions().setMethod(HttpMethod.GET).setURI("/health")));
        return await(request.send().map(HttpClientResponse::statusCode));
    }

    private static long maxStreams(HttpClientConnection connection) {
        return ((Http2Settings) connection.remoteSettings()).getMaxConcurrentStreams();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
