package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that were compressed on the way, by browsers' CompressionStream and by back offices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompressedBodyIT {

    private static final int MAX_BODY_BYTES = 256 << 10;

    private final Map<HttpVersion, HttpClient> clients = new EnumMap<>(HttpVersion.class);
    private Vertx vertx;
    private LocalWeir weir;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        weir = LocalWeir.start(data, """
                server: {max-body-bytes: 256KiB}
                sinks: [{name: files, type: file, dir: events}]
                sections:
                  - name: shop
                    personaclick: [{shop-id: shop}]
                    pagent: [{name: one, api-key: pagent-key-of-shop}]
                    sinks: [files]
                """);
        vertx = Vertx.vertx();
        clients.put(HttpVersion.HTTP_1_1, vertx.createHttpClient());
        clients.put(
                HttpVersion.HTTP_2,
                vertx.createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)));
    }

    @AfterAll
    void stop() throws Exception {
        await(vertx.close());
        weir.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"HTTP_1_1, gzip", "HTTP_1_1, deflate", "HTTP_2, gzip", "HTTP_2, deflate", "HTTP_2, X-GZIP"})
    void itsEventIsKeptAsItWasBeforeThat(HttpVersion version, String coding) throws Exception {
        String json = view("packed-" + version + coding);
        byte[] body = coding.equals("deflate") ? zlib(json) : gzip(json);

        assertThat(send(version, "/push", body, coding).status()).isEqualTo(200);

        Await.until(
                "it is delivered",
                () -> weir.lines().stream().anyMatch(line -> line.contains("\"body\":" + quoted(json))));
    }

    @Test
    void aWholeBatchIsTakenInPieces() throws Exception {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            events.append(i == 0 ? "" : ",")
                    .append("{\"session_id\":\"s%d\",\"user_id\":\"u%d\",\"conversion_id\":\"c\"}".formatted(i, i));
        }
        byte[] body = gzip("{\"events\":[" + events + "]}");
        try (RawConnection connection = new RawConnection(weir.uri())) {
            connection.send(
                    "POST /v1/conversions HTTP/1.1\r\nHost: weir\r\nAuthorization: Bearer pagent-key-of-shop\r\n"
                            + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (byte one : body) {
                connection.send(new byte[] {'1', '\r', '\n', one, '\r', '\n'});
            }
            connection.send("0\r\n\r\n");
            RawConnection.Response answer = connection.response();
            assertThat(answer.body()).contains("\"accepted\":100");
            assertThat(answer.status()).isBetween(200, 202);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void anotherCodingIsToldWhichThereAre(HttpVersion version) throws Exception {
        for (String coding : List.of("br", "zstd", "gzip, gzip", "gzip, identity", "compress", "", "aws-chunked")) {
            Answer answer = send(version, "/push", gzip(view("x")), coding);
            assertThat(answer.status()).as(coding).isEqualTo(415);
            assertThat(answer.acceptEncoding()).isEqualTo("gzip, deflate, identity");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whatIsNotAsItSaysIsRefusedAndTheNextIsRead(HttpVersion version) throws Exception {
        double malformed = rejected("malformed-encoding");
        byte[] whole = gzip(view("x"));
        byte[] half = Arrays.copyOf(whole, whole.length / 2);

        assertThat(send(version, "/push", half, "gzip").status()).isEqualTo(400);
        assertThat(send(version, "/push", view("x").getBytes(StandardCharsets.UTF_8), "gzip")
                        .status())
                .isEqualTo(400);
        assertThat(send(version, "/push", whole, "deflate").status()).isEqualTo(400);
        assertThat(rejected("malformed-encoding") - malformed).isEqualTo(3);
        assertThat(send(version, "/push", whole, "gzip").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aBombIsRefusedAndTheNextIsRead(HttpVersion version) throws Exception {
        double bombs = rejected("body-inflates");
        double tooLarge = rejected("body-too-large");

        assertThat(send(version, "/push", gzip(" ".repeat(16 << 20)), "gzip").status())
                .isEqualTo(413);
        assertThat(rejected("body-inflates") - bombs).isEqualTo(1);
        // Of digits that seem to be random, which shrink to a half.
        StringBuilder digits = new StringBuilder();
        new Random(1).ints(MAX_BODY_BYTES + 1, 0, 10).forEach(digits::append);
        assertThat(send(version, "/push", gzip(digits.toString()), "gzip").status())
                .isEqualTo(413);
        assertThat(rejected("body-too-large") - tooLarge).isEqualTo(1);
        assertThat(send(version, "/push", gzip(view("x")), "gzip").status()).isEqualTo(200);
    }

    private Answer send(HttpVersion version, String path, byte[] body, String coding) throws Exception {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(weir.uri().getPort())
                .setURI(path)
                .putHeader("content-type", "application/json")
                .putHeader("content-encoding", coding);
        return await(clients.get(version)
                .request(request)
                .compose(sent -> sent.send(Buffer.buffer(body)))
                .map(response -> new Answer(response.statusCode(), response.getHeader("accept-encoding"))));
    }

    private double rejected(String reason) {
        return weir.scrape().sum("weir_rejected_total", "reason=\"" + reason + "\"");
    }

    private static String view(String did) {
        return "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"" + did + "\",\"items\":[{\"id\":\"1\"}]}";
    }

    private static String quoted(String json) {
        return "\"" + json.replace("\"", "\\\"") + "\"";
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return coded.toByteArray();
    }

    private static byte[] zlib(String text) throws Exception {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(coded)) {
            zlib.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return coded.toByteArray();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private record Answer(int status, String acceptEncoding) {}
}
