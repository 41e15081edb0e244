package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Route;
import dev.weir.server.config.Dialects;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to the private port is on no public one, and what takes events is not on the private one. */
final class AdminExposureIT {

    private static final String TOKEN = "operate-token-0123456789";
    private static final String BEARER = "Bearer " + TOKEN;

    private static final String CONFIG = """
            server:
              demo: true
              trusted: {peers: [127.0.0.1]}
              proxy-protocol: {port: 0, peers: [127.0.0.1]}
              tls: {port: 0, certificates: [{chain: '%s', key: '%s'}]}
            admin: {token: %s}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                pureclarity: [{app-id: app, secret-key: app-secret}]
                gravityfield: [{name: one, api-key: gravity-key}]
                pagent: [{name: one, api-key: pagent-key}]
                sinks: [files]
            """;

    /** Where a front might be led astray. */
    private static final List<String> SPELLINGS =
            List.of("%s", "//%s", "/.%s", "/weir.js/..%s", "/push/..%s", "%s/", "%s?a=b", "%s;a=b", "%s%%20");

    @TempDir
    private Path dir;

    private Vertx vertx;
    private LocalWeir weir;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        PemFiles pem = PemFiles.make(dir, "shop", "t.shop.example", "EC");
        weir = LocalWeir.start(dir.resolve("data"), CONFIG.formatted(pem.chain(), pem.key(), TOKEN));
    }

    @AfterEach
    void stop() {
        weir.close();
        vertx.close();
    }

    @Test
    void allOfThePrivatePortIsThere() throws Exception {
        assertThat(CanaryQuestions.paths())
                .contains("/api/live", "/api/drain", "/api/status", "/api/erase", "/metrics", "/openapi.json");
        for (String path : filled()) {
            HttpResponse<String> answer = weir.admin().send("PATCH", path, null, "Authorization", BEARER);
            assertThat(answer.statusCode()).as(path).isEqualTo(405);
        }
    }

    @Test
    void nothingOfItIsOnAPublicPortInWhateverSpelling() throws Exception {
        String privateHost = "127.0.0.1:" + weir.privateUri().getPort();
        for (String path : filled()) {
            for (String method : List.of("GET", "POST", "PUT")) {
                for (String spelling : SPELLINGS) {
                    String target = spelling.formatted(path);
                    requireUnknown(method, target, "weir");
                    requireUnknown(method, "http://" + privateHost + target, privateHost);
                }
                requireUnknown(method, path, privateHost + "\r\nX-Forwarded-Host: " + privateHost);
                requireUnknown(method, path, "localhost\r\nX-Original-URL: " + path + "\r\nX-Rewrite-URL: " + path);
            }
        }
    }

    @Test
    void nothingOfItIsOnAPublicPortOverHttp2OrTls() throws Exception {
        HttpClientOptions clear =
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        HttpClientOptions tls = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false);
        HttpClientOptions tls1 =
                new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false);
        for (String path : filled()) {
            for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT)) {
                requireUnknown(clear, weir.uri().getPort(), HttpVersion.HTTP_2, method, path);
                requireUnknown(tls, weir.ports().encrypted(), HttpVersion.HTTP_2, method, path);
                requireUnknown(tls1, weir.ports().encrypted(), HttpVersion.HTTP_1_1, method, path);
            }
        }
    }

    @Test
    void nothingThatTakesEventsIsOnThePrivatePort() throws Exception {
        List<String> json = List.of("Content-Type", "application/json", "Authorization", BEARER);
        for (Dialect dialect : Dialects.unsealed()) {
            for (Route route : dialect.routes()) {
                String path = route.path().replace("*", "x1");
                String body =
                        "{\"shop_id\":\"shop\",\"did\":\"device0001\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}";
                HttpResponse<String> answer =
                        weir.admin().send(route.method(), path, body, json.toArray(new String[0]));
                assertThat(answer.statusCode()).as(route + " " + answer.body()).isEqualTo(404);
            }
        }
        for (String path : List.of("/weir.js", "/v3.js", "/demo/", "/health")) {
            assertThat(weir.admin().get(path, "Authorization", BEARER).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(weir.scrape().sum("weir_received_total")).isZero();
    }

    /** On the plain port, and on that of a proxy. */
    private void requireUnknown(String method, String target, String host) throws Exception {
        String head = method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: " + BEARER
                + "\r\nContent-Length: 0\r\n\r\n";
        URI proxied = URI.create("http://127.0.0.1:" + weir.ports().proxied());
        try (RawConnection raw = new RawConnection(weir.uri());
                RawConnection behind = new RawConnection(proxied)) {
            raw.send(head);
            behind.send("PROXY TCP4 127.0.0.1 127.0.0.1 56324 443\r\n" + head);
            for (RawConnection each : List.of(raw, behind)) {
                RawConnection.Response response = each.response();
                assertThat(response.status()).as(head + response).isIn(400, 404);
                assertThat(response.body()).as(head).doesNotContain("README");
            }
        }
    }

    private void requireUnknown(
            HttpClientOptions options, int port, HttpVersion version, HttpMethod method, String path) throws Exception {
        HttpClient client = vertx.createHttpClient(options);
        RequestOptions asked = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path)
                .setHeaders(MultiMap.caseInsensitiveMultiMap().add("Authorization", BEARER));
        String told = client.request(asked)
                .compose(request -> request.send())
                .map(response -> response.version() + " " + response.statusCode())
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertThat(told).as(method + " " + path).isEqualTo(version + " 404");
        client.close();
    }

    /** With names that there are. */
    private static Set<String> filled() throws Exception {
        Set<String> filled = new TreeSet<>();
        for (String path : CanaryQuestions.paths()) {
            filled.add(path.replace("{sink}", "files").replace("{section}", "shop"));
        }
        return filled;
    }
}
