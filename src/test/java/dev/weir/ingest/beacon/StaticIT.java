package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Sections;
import dev.weir.ingest.CountingJournal;
import dev.weir.ingest.asset.Assets;
import dev.weir.ingest.asset.AssetsFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script and the demo over sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StaticIT {

    private static final String PLAIN = "console.log('weir');".repeat(50);
    private static final Assets ASSETS = AssetsFixture.of(
            Map.of("weir.js", bytes(PLAIN), "weir.js.gz", bytes("gzip"), "weir.js.br", bytes("brotli")),
            Map.of("index.html", bytes("<!doctype html>" + PLAIN), "app.js", bytes(PLAIN)));

    private final HttpClient http1 = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final HttpClient http2 =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    private Vertx vertx;
    private int port;

    @BeforeAll
    void start() throws Exception {
        vertx = Vertx.vertx();
        BeaconServer server = BeaconFixture.server(
                vertx, Sections.of(List.of()), new CountingJournal(), ASSETS, () -> true, new SimpleMeterRegistry());
        port = await(server.start());
    }

    @AfterAll
    void stop() throws Exception {
        await(vertx.close());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void theScriptIsServedInTheEncodingThatIsWanted(HttpClient.Version version) throws Exception {
        HttpResponse<String> plain = get(version, "/weir.js");
        HttpResponse<String> gzip = get(version, "/v3.js", "Accept-Encoding", "gzip, br;q=0");
        HttpResponse<String> brotli = get(version, "/js/a.js", "Accept-Encoding", "gzip, deflate, br");

        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(plain.version()).isEqualTo(version);
        assertThat(plain.body()).isEqualTo(PLAIN);
        assertThat(header(plain, "content-encoding")).isNull();
        assertThat(header(plain, "content-length")).isEqualTo("1000");
        assertThat(gzip.body()).isEqualTo("gzip");
        assertThat(header(gzip, "content-encoding")).isEqualTo("gzip");
        assertThat(brotli.body()).isEqualTo("brotli");
        assertThat(header(brotli, "content-encoding")).isEqualTo("br");
        for (HttpResponse<String> answer : List.of(plain, gzip, brotli)) {
            assertThat(header(answer, "content-type")).isEqualTo("text/javascript; charset=utf-8");
            assertThat(header(answer, "cache-control")).startsWith("public, max-age=300");
            assertThat(header(answer, "vary")).isEqualTo("accept-encoding");
            assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
            assertThat(header(answer, "cross-origin-resource-policy")).isEqualTo("cross-origin");
        }
    }

    @Test
    void theScriptIsOneForAllOrigins() throws Exception {
        HttpResponse<String> answer = get(HttpClient.Version.HTTP_1_1, "/weir.js", "Origin", "https://shop.example");

        assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
        assertThat(header(answer, "access-control-allow-credentials")).isNull();
        assertThat(header(answer, "vary")).isEqualTo("accept-encoding");
        assertThat(header(answer, "set-cookie")).isNull();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void whoHasItAlreadyIsToldSo(HttpClient.Version version) throws Exception {
        String tag = header(get(version, "/weir.js", "Accept-Encoding", "br"), "etag");

        HttpResponse<String> answer = get(version, "/weir.js", "Accept-Encoding", "br", "If-None-Match", tag);

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "etag")).isEqualTo(tag);
        assertThat(header(answer, "content-length")).isNull();
        assertThat(header(answer, "cache-control")).startsWith("public, max-age=300");
    }

    @Test
    void aHeadHasTheLengthAndNoBody() throws Exception {
        HttpRequest head = request("/weir.js")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();

        HttpResponse<String> answer = http1.send(head, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "content-length")).isEqualTo("1000");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void theHashedScriptNeverChangesAndAnyOtherHashIsNowhere() throws Exception {
        HttpResponse<String> hashed =
                get(HttpClient.Version.HTTP_1_1, ASSETS.script().path());
        HttpResponse<String> other = get(HttpClient.Version.HTTP_1_1, "/weir.0123456789abcdef.js");

        assertThat(header(hashed, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(header(other, "cache-control")).isEqualTo("no-store");
    }

    @Test
    void filesAreOnlyRead() throws Exception {
        HttpRequest post = request("/weir.js")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> answer = http1.send(post, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(header(answer, "allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void theDemoIsAPageWithRules() throws Exception {
        HttpResponse<String> folder = get(HttpClient.Version.HTTP_1_1, "/demo");
        HttpResponse<String> page = get(HttpClient.Version.HTTP_1_1, "/demo/");
        HttpResponse<String> script = get(HttpClient.Version.HTTP_1_1, "/demo/app.js?v=1");

        assertThat(folder.statusCode()).isEqualTo(301);
        assertThat(header(folder, "location")).isEqualTo("/demo/");
        assertThat(page.body()).startsWith("<!doctype html>");
        assertThat(header(page, "content-security-policy")).contains("default-src 'self'", "frame-ancestors 'none'");
        assertThat(header(page, "permissions-policy")).contains("camera=()");
        assertThat(header(page, "referrer-policy")).isEqualTo("strict-origin-when-cross-origin");
        assertThat(header(page, "x-frame-options")).isEqualTo("DENY");
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(header(script, "content-type")).isEqualTo("text/javascript; charset=utf-8");
    }

    /** As they stand on the wire, which no client of manners would send. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/demo/../weir.jar",
                "/demo/../../../../etc/passwd",
                "/demo/..",
                "/demo/./app.js",
                "/demo/%2e%2e/%2e%2e/etc/passwd",
                "/demo/..%2f..%2fetc%2fpasswd",
                "/demo/%252e%252e/app.js",
                "/demo/..%5capp.js",
                "/demo/..\\app.js",
                "/demo//etc/passwd",
                "/demo//app.js",
                "//demo/app.js",
                "/demo/app.js/",
                "/demo/app.js%00.html",
                "/demo/file:///etc/passwd",
                "/demo/C:/windows/win.ini",
                "/demo/app.js;jsessionid=1",
                "/demo/%61pp.js",
                "/demo/APP.JS",
                "/demo/dev/weir/server/config/default.yaml",
                "/dev/weir/server/config/default.yaml",
                "/META-INF/MANIFEST.MF",
                "/weir.js/../demo/",
                "demo/app.js",
                "*"
            })
    void nothingOutsideTheTableIsReached(String target) throws Exception {
        assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: weir\r\nConnection: close\r\n\r\n"))
                .matches("(?s)HTTP/1\\.1 40[04] .*")
                .contains("cache-control: no-store")
                .doesNotContain("root:");
    }

    @Test
    void anAbsoluteTargetIsThePathThatItHas() throws Exception {
        assertThat(raw("GET http://weir/demo/app.js HTTP/1.1\r\nHost: weir\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(raw("GET http://weir/demo/../app.js HTTP/1.1\r\nHost: weir\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private HttpResponse<String> get(HttpClient.Version version, String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpClient client = version == HttpClient.Version.HTTP_2 ? http2 : http1;
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
