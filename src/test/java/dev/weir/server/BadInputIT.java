package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.server.config.ConfigReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever comes, the answer is a 4xx that says what was wrong, and the connection goes on where HTTP allows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputIT {

    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"SHOP_ID\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}";
    private static final int MAX_BODY_BYTES = 64 << 10;

    private Running weir;
    private URI uri;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        weir = Wiring.start(
                new ConfigReader(Map.of("WEIR_PORT", "0", "WEIR_ADMIN_PORT", "0", "WEIR_DATA", data.toString()))
                        .readDefault());
        uri = URI.create("http://127.0.0.1:" + weir.publicPort());
    }

    @AfterAll
    void stop() {
        weir.drain(Duration.ofSeconds(5));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
            {                                                                      | 400 | malformed-json
            []                                                                     | 400 | malformed-json
            "text"                                                                 | 400 | malformed-json
            {"event":"view",}                                                      | 400 | malformed-json
            {"event":"view"} {"event":"view"}                                      | 400 | malformed-json
            {"event":"view" /* why */}                                             | 400 | malformed-json
            {'event':'view'}                                                       | 400 | malformed-json
            {"event":NaN}                                                          | 400 | malformed-json
            {"event":"view","event":"cart"}                                        | 400 | duplicate-key
            {"event":"view"}                                                       | 401 | missing-section
            {"shop_id":"nobody","event":"view"}                                    | 404 | unknown-section
            {"shop_id":"ffffffffffffffffffffffffffffff","event":"view"}            | 404 | unknown-section
            {"shop_id":"SHOP_ID","shop_secret":"guess","event":"view"}             | 403 | wrong-secret
            {"shop_id":"SHOP_ID"}                                                  | 422 | missing-parameter
            {"shop_id":"SHOP_ID","event":"dance"}                                  | 422 | unknown-event
            {"shop_id":"SHOP_ID","event":"view"}                                   | 422 | missing-parameter
            {"shop_id":"SHOP_ID","event":"view","items":[]}                        | 422 | missing-parameter
            {"shop_id":"SHOP_ID","event":"view","items":7}                         | 422 | malformed-parameter
            {"shop_id":"SHOP_ID","event":["view"]}                                 | 422 | malformed-parameter
            """)
    void badEventsAreRefusedInTheVendorsForm(String body, int status, String reason) throws Exception {
        double before = rejected(reason);
        try (RawConnection connection = new RawConnection(uri)) {
            RawConnection.Response refused = connection.post("/push", body);

            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.body())
                    .startsWith("{\"status\":\"error\",\"message\":\"")
                    .contains("\"payload\":{");
            assertThat(refused.headers()).containsEntry("content-type", "application/json");
            assertThat(rejected(reason)).isEqualTo(before + 1);
            assertThat(connection.post("/push", VIEW).status()).isEqualTo(200);
        }
    }

    @Test
    void invalidUtf8IsRefused() throws Exception {
        byte[] body = VIEW.getBytes(StandardCharsets.ISO_8859_1);
        body[body.length - 6] = (byte) 0xC0;
        try (RawConnection connection = new RawConnection(uri)) {
            assertThat(connection.post("/push", "application/json", body).status())
                    .isEqualTo(400);
            assertThat(connection.post("/push", VIEW).status()).isEqualTo(200);
        }
    }

    @Test
    void depthAndNumberBombsAreRefused() throws Exception {
        String depth = "{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        String number = "{\"a\":1" + "0".repeat(50_000) + "}";
        String name = "{\"" + "n".repeat(50_000) + "\":1}";
        try (RawConnection connection = new RawConnection(uri)) {
            for (String bomb : new String[] {depth, number, name}) {
                assertThat(connection.post("/push", bomb).status()).isEqualTo(400);
            }
            assertThat(connection.post("/push", VIEW).status()).isEqualTo(200);
        }
    }

    @Test
    void anUnknownPathIs404AndLeavesTheConnectionUsable() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            RawConnection.Response unknown = connection.post("/pusch", VIEW);

            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.body()).contains("\"status\":\"error\"");
            assertThat(connection.post("/push", VIEW).status()).isEqualTo(200);
        }
    }

    @Test
    void aWrongMethodIs405WithAllow() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            connection.send("GET /push HTTP/1.1\r\nHost: weir\r\n\r\n");
            RawConnection.Response wrong = connection.response();

            assertThat(wrong.status()).isEqualTo(405);
            assertThat(wrong.headers()).containsEntry("allow", "POST");
            assertThat(connection.post("/push", VIEW).status()).isEqualTo(200);
        }
    }

    @Test
    void aDeclaredBodyOverTheBoundIsRefusedBeforeItIsRead() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            connection.send("POST /push HTTP/1.1\r\nHost: weir\r\nContent-Length: 1000000000\r\n\r\n");
            RawConnection.Response refused = connection.response();

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.body()).contains(Integer.toString(MAX_BODY_BYTES));
            assertThat(refused.headers()).containsEntry("connection", "close");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aBodyALittleOverTheBoundLeavesTheConnectionUsable() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            byte[] body = new byte[MAX_BODY_BYTES + 1];
            assertThat(connection.post("/push", "application/json", body).status())
                    .isEqualTo(413);
            assertThat(connection.post("/push", VIEW).status()).isEqualTo(200);
        }
    }

    @Test
    void aChunkedBodyOverTheBoundIsRefusedWhileItStreams() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            connection.send("POST /push HTTP/1.1\r\nHost: weir\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            for (int i = 0; i < 5; i++) {
                connection.send(chunk);
            }
            RawConnection.Response refused = connection.response();
            assertThat(refused.status()).isEqualTo(413);

            connection.send("0\r\n\r\n");
            assertThat(connection.post("/push", VIEW).status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyOfExactlyTheBoundIsRead() throws Exception {
        String padded = VIEW + " ".repeat(MAX_BODY_BYTES - VIEW.length());
        try (RawConnection connection = new RawConnection(uri)) {
            assertThat(connection.post("/push", padded).status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatWaitsForContinueIsToldToGoOn() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            connection.send("POST /push HTTP/1.1\r\nHost: weir\r\nExpect: 100-continue\r\nContent-Length: "
                    + VIEW.length() + "\r\n\r\n");
            assertThat(connection.response().status()).isEqualTo(100);

            connection.send(VIEW);
            assertThat(connection.response().status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNoHttpIsRefusedAndTheConnectionClosed() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            connection.send("POST /push HTTP/1.1\r\nHost: weir\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx");
            assertThat(connection.response().status()).isEqualTo(400);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void tooManyFieldsAreNamedAsSuch() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            connection.send("GET /init HTTP/1.1\r\nHost: weir\r\n" + "X: y\r\n".repeat(100) + "\r\n");
            RawConnection.Response refused = connection.response();
            assertThat(refused.status()).isEqualTo(431);
            assertThat(refused.body()).contains("too many header fields (expected: at most 100)");
        }
    }

    @Test
    void aLongRequestLineAndLargeHeadersAreNamed() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            connection.send("GET /init?x=" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: weir\r\n\r\n");
            assertThat(connection.response().status()).isEqualTo(414);
        }
        try (RawConnection connection = new RawConnection(uri)) {
            connection.send("GET /init HTTP/1.1\r\nHost: weir\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
            assertThat(connection.response().status()).isEqualTo(431);
        }
    }

    @Test
    void overHttp2ABadEventIsRefusedAlike() throws Exception {
        assertThat(overHttp2(HttpMethod.POST, "/push", "{").status()).isEqualTo(400);
    }

    @Test
    void overHttp2AHeadHasNoBody() throws Exception {
        assertThat(overHttp2(HttpMethod.HEAD, "/health", "")).isEqualTo(new Http2Answer(200, "15", ""));
    }

    private Http2Answer overHttp2(HttpMethod method, String path, String body) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            return client.request(method, uri.getPort(), uri.getHost(), path)
                    .compose(request -> request.send(body))
                    .compose(answer -> answer.body()
                            .map(read -> new Http2Answer(
                                    answer.statusCode(), answer.getHeader("content-length"), read.toString())))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private record Http2Answer(int status, String length, String body) {}

    /** It has no path (RFC 9113, 8.5). */
    @Test
    void overHttp2ATunnelIsRefused() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            RequestOptions tunnel = new RequestOptions()
                    .setMethod(HttpMethod.CONNECT)
                    .setHost(uri.getHost())
                    .setPort(uri.getPort());

            int status = client.request(tunnel)
                    .compose(request -> request.connect())
                    .map(answer -> answer.statusCode())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);

            assertThat(status).isEqualTo(501);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void overHttp2ALongUriIsNamed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/init?x=" + "x".repeat(10_000)))
                .build();

        var answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .build()
                .send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(414);
        assertThat(answer.body()).contains("8192");
    }

    @Test
    void healthIsOnlyAsked() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            RawConnection.Response answer = connection.post("/health", VIEW);

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.headers()).containsEntry("allow", "GET, HEAD");
            assertThat(connection.post("/push", VIEW).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.0, 100-continue", "HTTP/1.1, something-else"})
    void whoCannotWaitForContinueIsNotToldTo(String version, String expectation) throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            connection.send("POST /push " + version + "\r\nHost: weir\r\nExpect: " + expectation
                    + "\r\nContent-Length: " + VIEW.length() + "\r\n\r\n" + VIEW);

            assertThat(connection.response().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatTakesTooLongIsAnswered408AndTheConnectionClosed(@TempDir Path data) throws Exception {
        Running hurried = hurried(data);
        try (RawConnection connection = new RawConnection(URI.create("http://127.0.0.1:" + hurried.publicPort()))) {
            connection.send("POST /push HTTP/1.1\r\nHost: weir\r\nContent-Length: 100\r\n\r\n{");

            assertThat(connection.response().status()).isEqualTo(408);
            assertThat(connection.isClosedByServer()).isTrue();
        } finally {
            hurried.drain(Duration.ofSeconds(5));
        }
    }

    @Test
    void overHttp2ABodyThatTakesTooLongEndsItsStreamAlone(@TempDir Path data) throws Exception {
        Running hurried = hurried(data);
        Vertx vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            HttpClientRequest slow = await(client.request(HttpMethod.POST, hurried.publicPort(), "127.0.0.1", "/push"));
            slow.setChunked(true).write("{");
            assertThat(await(slow.response()).statusCode()).isEqualTo(408);

            HttpClientRequest next =
                    await(client.request(HttpMethod.GET, hurried.publicPort(), "127.0.0.1", "/health"));
            assertThat(next.connection()).isSameAs(slow.connection());
            assertThat(await(next.send()).statusCode()).isEqualTo(200);
        } finally {
            await(vertx.close());
            hurried.drain(Duration.ofSeconds(5));
        }
    }

    @Test
    void aBodyInManySmallPiecesIsRead() throws Exception {
        try (RawConnection connection = new RawConnection(uri)) {
            StringBuilder request =
                    new StringBuilder("POST /push HTTP/1.1\r\nHost: weir\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (char c : VIEW.toCharArray()) {
                request.append("1\r\n").append(c).append("\r\n");
            }
            connection.send(request.append("0\r\n\r\n").toString());

            assertThat(connection.response().status()).isEqualTo(200);
        }
    }

    private static Running hurried(Path data) throws Exception {
        String config = """
                server: {port: 0, body-timeout: 1s}
                admin: {port: 0}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
                """;
        return Wiring.start(new ConfigReader(Map.of("WEIR_DATA", data.toString())).read("weir.yaml", config));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private double rejected(String reason) {
        return Scrape.of(weir.metrics().scrape()).sum("weir_rejected_total", "reason=\"" + reason + "\"");
    }
}
