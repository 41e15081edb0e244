package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds behind any proxy that is set as the README says. */
abstract class InFrontContract {

    /** The proxy itself is 127.0.0.1, and is trusted; visitors come from elsewhere on this machine. */
    private static final String VISITOR = "127.0.0.2";

    private static final int CLIENTS = 3;
    private static final int WARM = 60;

    @TempDir
    protected Path dir;

    protected LocalWeir weir;

    /** The way from the proxy to Weir. */
    protected CountingTunnel tunnel;

    protected FrontProcess front;

    @BeforeEach
    void start() throws Exception {
        FrontProcess.require(program());
        weir = LocalWeir.start(dir.resolve("data"), """
                server:
                  trusted: {preset: proxy, peers: [127.0.0.1]}
                  proxy-protocol: {port: 0, peers: [127.0.0.1]}
                  %s
                sinks: [{name: files, type: file, dir: events}]
                sections:
                  - name: shop
                    personaclick: [{shop-id: shop-1}]
                    limit: {refill: 100000, capacity: 100000}
                    sinks: [files]
                """.formatted(moreOfServer()));
        tunnel = CountingTunnel.to(port());
        front = front(dir.resolve("front"), tunnel.port());
    }

    @AfterEach
    void stop() throws IOException {
        if (front != null) {
            front.close();
        }
        if (tunnel != null) {
            tunnel.close();
        }
        if (weir != null) {
            weir.close();
        }
    }

    abstract String program();

    /** Starts the proxy. */
    abstract FrontProcess front(Path where, int weirPort) throws Exception;

    /** Which of Weir's ports it calls. */
    int port() {
        return weir.ports().plain();
    }

    String moreOfServer() throws Exception {
        return "";
    }

    @Test
    void theVisitorIsWhomTheProxySaw() throws Exception {
        try (RawConnection connection = new RawConnection(front.uri(), VISITOR)) {
            post(connection, view("1"), "X-Forwarded-For: 198.51.100.9\r\nForwarded: for=198.51.100.9\r\n");
            assertThat(connection.response().status()).isEqualTo(200);
        }
        Await.until("nothing is owed", () -> weir.isSettled("files"));

        assertThat(EventLines.text(weir.lines().get(0), "address")).isEqualTo(VISITOR);
    }

    @Test
    void whatTheRequestIsCalledGoesThroughBothWays() throws Exception {
        HttpResponse<String> answer = web().post("/push", view("1"), "X-Request-Id", "edge-42");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-request-id")).contains("edge-42");
        Await.until("nothing is owed", () -> weir.isSettled("files"));
        assertThat(EventLines.text(weir.lines().get(0), "request_id")).isEqualTo("edge-42");
    }

    @Test
    void aConnectionServesManyRequests() throws Exception {
        Web web = web();
        for (int i = 0; i < 100; i++) {
            assertThat(web.post("/push", view("i" + i)).statusCode()).isEqualTo(200);
        }

        // Some are the proxy's own, which asks after our health.
        assertThat(tunnel.connections()).isLessThan(30);
    }

    @Test
    void statusesAndBodiesPass() throws Exception {
        Web web = web();

        assertThat(web.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(web.get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(web.get("/push").statusCode()).isEqualTo(405);
        assertThat(web.get("/push").headers().firstValue("allow")).isPresent();
        HttpResponse<String> unknown = web.post("/push", "{\"shop_id\":\"nobody\",\"event\":\"view\"}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("message");
        String pad = "\"pad\":\"" + "\u20ac".repeat(2_000) + "\",\"more\":\"" + "\u20ac".repeat(2_000) + "\",";
        assertThat(web.post("/push", "{" + pad + view("1").substring(1)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLargeIsAnswered413() throws Exception {
        HttpResponse<String> answer = web().post("/push", view("x".repeat(70_000)));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("body too large");
    }

    @Test
    void eighteenKilobytesOfHeadersAreJudgedByWeir() throws Exception {
        try (RawConnection connection = new RawConnection(front.uri(), VISITOR)) {
            String padding = "x".repeat(6_000);
            connection.send("GET /health HTTP/1.1\r\nHost: weir\r\nX-A: " + padding + "\r\nX-B: " + padding
                    + "\r\nX-C: " + padding + "\r\n\r\n");

            assertThat(connection.response().status()).isEqualTo(statusOfManyHeaders());
        }
    }

    /** Too many for HTTP/1.1. */
    int statusOfManyHeaders() {
        return 431;
    }

    @Test
    void whatWasAcknowledgedThroughTheProxyOutlivesAStop() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        CountDownLatch warm = new CountDownLatch(WARM);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String prefix = "c" + i + "-";
            Thread client = new Thread(() -> sendUntilStopped(prefix, acknowledged, warm));
            client.start();
            clients.add(client);
        }
        assertThat(warm.await(60, TimeUnit.SECONDS))
                .as("acknowledged through the proxy")
                .isTrue();
        weir.close();
        for (Thread client : clients) {
            client.join();
        }

        Set<String> kept = new HashSet<>();
        for (String line : weir.lines()) {
            kept.add(EventLines.text(line.substring(line.indexOf("\"item\"")), "id"));
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(WARM);
        assertThat(kept).containsAll(acknowledged);
    }

    private void sendUntilStopped(String prefix, Set<String> acknowledged, CountDownLatch warm) {
        try (RawConnection connection = new RawConnection(front.uri(), VISITOR)) {
            for (int i = 0; ; i++) {
                String item = prefix + i;
                post(connection, view(item), "");
                if (connection.response().status() != 200) {
                    return;
                }
                acknowledged.add(item);
                warm.countDown();
            }
        } catch (IOException stopped) {
            // The proxy has nobody to ask any more.
        }
    }

    protected final Web web() {
        return new Web(front.uri());
    }

    protected static String view(String item) {
        return "{\"shop_id\":\"shop-1\",\"did\":\"7rjVGhMykT\",\"event\":\"view\",\"items\":[{\"id\":\"" + item
                + "\"}]}";
    }

    private static void post(RawConnection connection, String json, String headers) throws IOException {
        connection.send("POST /push HTTP/1.1\r\nHost: t.shop.example\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + json.length() + "\r\n\r\n" + json);
    }
}
