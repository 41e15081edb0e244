package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events from where no script runs. */
final class PixelIT {

    private static final String CONFIG = """
            server: {port: 0, max-body-bytes: 1KiB}
            admin: {port: 0}
            sinks:
              - {name: files, type: file, dir: events}
              - {name: vendor, type: http, url: '%s'}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                sinks: [files, vendor]
              - name: narrow
                personaclick: [{shop-id: narrow}]
                limit: {refill: 1, capacity: 1}
                sinks: [files]
            """;
    private static final String VIEW = "/p.gif?shop_id=shop&event=view&items=100500";

    private final HttpClient browser =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private VendorServer vendor;
    private LocalWeir weir;

    @BeforeEach
    void start(@TempDir Path data) throws Exception {
        vendor = VendorServer.start();
        vendor.behave(VendorServer.OK);
        weir = LocalWeir.start(data, CONFIG.formatted("http://127.0.0.1:" + vendor.port()));
    }

    @AfterEach
    void stop() throws Exception {
        weir.close();
        vendor.close();
    }

    @Test
    void anImageIsAnsweredAndTheVisitorGetsACookie() throws Exception {
        HttpResponse<byte[]> answer = load("GET", VIEW);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertIsPixel(answer);
        assertThat(answer.headers().firstValue("weir-ack")).contains("fsync");
        assertThat(answer.headers().firstValue("set-cookie").orElseThrow()).startsWith("weir_shop=wd0_");
        assertThat(answer.headers().firstValue("weir-reason")).isEmpty();
    }

    @Test
    void aVisitorWithTheCookieIsKnown() throws Exception {
        HttpResponse<byte[]> first = load("GET", VIEW);
        String cookie = first.headers().firstValue("set-cookie").orElseThrow().split(";")[0];

        load("GET", "/p.gif?shop_id=shop&event=cart&items=100500", "Cookie", cookie);

        Await.until("both are written", () -> weir.lines().size() == 2);
        String did = cookie.substring(cookie.indexOf('=') + 1);
        assertThat(weir.lines()).allMatch(line -> line.contains("\"did\":\"" + did + "\""));
    }

    @Test
    void theVendorGetsACallOfItsOwn() throws Exception {
        load("GET", VIEW + "&did=7rjVGhMykT");
        load("GET", "/p.gif?shop_id=shop&event=newsletter_open&did=7rjVGhMykT&issue=48");

        Await.until("both are delivered", () -> vendor.taken().size() == 2);
        assertThat(vendor.taken())
                .extracting(VendorServer.Received::line)
                .containsExactly("POST /push", "POST /push/custom");
        assertThat(vendor.taken().get(0).header("content-type")).isEqualTo("application/json");
        assertThat(vendor.taken().get(0).body())
                .contains("\"event\":\"view\"")
                .contains("\"items\":[{\"id\":\"100500\"}]")
                .contains("\"did\":\"7rjVGhMykT\"");
        assertThat(vendor.taken().get(1).body()).contains("\"issue\":\"48\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /p.gif?event=view&items=1, 401, missing-section",
        "GET, /p.gif?shop_id=nobody&event=view&items=1, 404, unknown-section",
        "GET, /p.gif?shop_id=shop&event=view, 422, missing-parameter",
        "GET, /p.gif?shop_id=shop&event=view&items=%FF, 400, invalid-utf8",
        "POST, /p.gif?shop_id=shop&event=view&items=1, 405, wrong-method"
    })
    void whatIsRefusedIsAnImageToo(String method, String target, int status, String reason) throws Exception {
        HttpResponse<byte[]> answer = load(method, target);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertIsPixel(answer);
        assertThat(answer.headers().firstValue("weir-reason")).contains(reason);
        assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
    }

    @Test
    void theLimitIsToldWithAnImageToo() throws Exception {
        HttpResponse<byte[]> answer = load("GET", "/p.gif?shop_id=narrow&event=view&items=1");
        for (int i = 0; i < 1_000 && answer.statusCode() != 429; i++) {
            answer = load("GET", "/p.gif?shop_id=narrow&event=view&items=1");
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertIsPixel(answer);
        assertThat(answer.headers().firstValue("weir-reason")).contains("limited");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    private static void assertIsPixel(HttpResponse<byte[]> answer) {
        assertThat(answer.headers().firstValue("content-type")).contains("image/gif");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(answer.headers().firstValue("cross-origin-resource-policy")).contains("cross-origin");
        assertThat(answer.body()).hasSize(43).startsWith('G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0);
    }

    private HttpResponse<byte[]> load(String method, String target, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(weir.uri() + target))
                .method(method, HttpRequest.BodyPublishers.noBody())
                // A page of the shop's, below whose domain Weir is. Another site's gets no cookie: see CorsIT.
                .header("Sec-Fetch-Site", "same-site")
                .header("Sec-Fetch-Dest", "image");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return browser.send(request.build(), BodyHandlers.ofByteArray());
    }
}
