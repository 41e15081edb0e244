package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages of other origins are let do and see, on every status, over HTTP/1.1 and HTTP/2. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CorsIT {

    private static final String SHOP = "https://shop.example";
    private static final String STORE = "https://de.stores.example";
    private static final String OTHER = "https://other.example";
    private static final String FOREIGN = "https://shop.example.evil.test";
    private static final String CONFIG = """
            server: {port: 0, max-body-bytes: 4KiB, body-timeout: 1s}
            admin: {port: 0}
            journal: {durability: memory, file-bytes: 192KiB, max-bytes: 768KiB, reserve-bytes: 0B}
            sinks:
              - {name: files, type: file, dir: events}
              - {name: nowhere, type: http, url: 'http://127.0.0.1:1', dialects: [personaclick]}
            sections:
              - name: shop
                personaclick: [{shop-id: shop, shop-secret: secret}]
                limit: {refill: 100000, capacity: 100000}
                sinks: [files]
                web: {origins: ['https://shop.example', 'https://*.stores.example']}
              - name: other
                personaclick: [{shop-id: other}]
                sinks: [files]
                web: {origins: ['https://other.example']}
              - name: open
                personaclick: [{shop-id: open}]
                sinks: [files]
              - name: narrow
                personaclick: [{shop-id: narrow}]
                limit: {refill: 1, capacity: 1}
                sinks: [files]
                web: {origins: ['https://shop.example']}
            """;

    private final Map<HttpVersion, HttpClient> clients = new EnumMap<>(HttpVersion.class);
    private Vertx vertx;
    private LocalWeir weir;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        weir = LocalWeir.start(data, CONFIG);
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

    static Stream<Arguments> everyStatusBeforeTheSectionIsKnown() {
        return versionsTimes(List.of(
                new Ask("POST", "/push", "{", 400),
                new Ask("POST", "/push", "{\"event\":\"view\"}", 401),
                new Ask("POST", "/push", view("nobody"), 404),
                new Ask("POST", "/pusch", view("shop"), 404),
                new Ask("GET", "/push", "", 405),
                new Ask("OPTIONS", "/push", "", 405),
                new Ask("POST", "/push", "x".repeat(5_000), 413),
                new Ask("POST", "/push", view("shop"), 415, "content-encoding", "br"),
                new Ask("POST", "/push", view("shop"), 400, "content-encoding", "gzip")));
    }

    static Stream<Arguments> everyStatusOfAKnownSection() {
        return versionsTimes(List.of(
                new Ask("POST", "/push", view("shop"), 200),
                new Ask("GET", "/init?shop_id=shop", "", 200),
                new Ask("POST", "/push", "{\"shop_id\":\"shop\",\"event\":\"dance\",\"did\":\"x\"}", 422),
                new Ask("GET", "/recommend/abc?shop_id=shop&did=x", "", 404)));
    }

    static Stream<Arguments> everyVersion() {
        return Stream.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2).map(Arguments::of);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource({"everyStatusBeforeTheSectionIsKnown", "everyStatusOfAKnownSection"})
    void aPageThatIsAllowedMayReadEveryAnswer(HttpVersion version, Ask ask) throws Exception {
        Answer answer = send(version, ask, SHOP);

        assertThat(answer.status()).isEqualTo(ask.status());
        assertMayRead(answer, SHOP);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyStatusBeforeTheSectionIsKnown")
    void aForeignPageIsToldNothingBeforeTheSectionIsKnown(HttpVersion version, Ask ask) throws Exception {
        Answer answer = send(version, ask, FOREIGN);

        assertThat(answer.status()).isEqualTo(ask.status());
        assertMayNotRead(answer);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyStatusOfAKnownSection")
    void aForeignPageIsRefusedWhereTheSectionListsOthers(HttpVersion version, Ask ask) throws Exception {
        for (String origin : List.of(FOREIGN, "null", "http://shop.example", "https://stores.example")) {
            Answer answer = send(version, ask, origin);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("foreign origin");
            assertThat(answer.headers().contains("set-cookie")).isFalse();
            assertMayNotRead(answer);
        }
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aPageOfAnotherSectionIsForeign(HttpVersion version) throws Exception {
        Answer answer = send(version, new Ask("POST", "/push", view("shop"), 403), OTHER);

        assertThat(answer.status()).isEqualTo(403);
        assertMayNotRead(answer);
        assertMayRead(send(version, new Ask("POST", "/push", view("other"), 200), OTHER), OTHER);
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aSubdomainThatAStarStandsForIsAllowed(HttpVersion version) throws Exception {
        Answer answer = send(version, new Ask("POST", "/push", view("shop"), 200), STORE);

        assertThat(answer.status()).isEqualTo(200);
        assertMayRead(answer, STORE);
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void whoSendsNoOriginIsNotAsked(HttpVersion version) throws Exception {
        Answer answer = send(version, new Ask("POST", "/push", view("shop"), 200), null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().names())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        assertThat(answer.headers().contains("vary")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aPageOfThisVeryServerIsNoForeigner(HttpVersion version) throws Exception {
        Answer answer = send(
                version, new Ask("POST", "/push", view("shop"), 200), weir.uri().toString());

        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            null                          | null
            other scheme                  | http://shop.example
            other port                    | https://shop.example:8443
            suffix                        | https://shop.example.evil.test
            prefix                        | https://evilshop.example
            subdomain that is not listed  | https://www.shop.example
            domain of a star              | https://stores.example
            user info                     | https://shop.example@evil.test
            trailing dot                  | https://shop.example.
            upper case                    | https://SHOP.EXAMPLE
            letter of another script      | https://xn--shp-8cd.example
            file                          | file://
            extension                     | chrome-extension://shop.example
            address                       | https://127.0.0.1
            localhost                     | http://localhost:3000
            path                          | https://shop.example/
            list of two                   | https://shop.example, https://evil.test
            two with a blank              | https://shop.example https://evil.test
            too long                      | https://LONG.shop.example
            """)
    void aForeignOriginOfAnyKindIsRefusedAndMayReadNothing(String kind, String named) throws Exception {
        String origin = named.replace("LONG", "x".repeat(4_000));
        Ask view = new Ask("POST", "/push", view("shop"), 403);
        for (HttpVersion version : clients.keySet()) {
            Answer answer = send(version, view, origin);
            Answer preflight = send(
                    version, new Ask("OPTIONS", "/push", "", 403, "access-control-request-method", "POST"), origin);

            assertThat(answer.status()).as(version.name()).isEqualTo(403);
            assertThat(answer.headers().contains("set-cookie")).isFalse();
            assertMayNotRead(answer);
            assertThat(preflight.status()).isEqualTo(403);
            assertMayNotRead(preflight);
        }
    }

    /** Or that page could put an id of its own in the place of the visitor's. */
    @Test
    void anotherSitesImageOrLinkSetsNoCookie() throws Exception {
        for (String path :
                List.of("/init?shop_id=shop&did=ATTACKER01", "/p.gif?shop_id=shop&event=view&items=1&did=ATTACKER01")) {
            assertThat(weir.get(path, "Sec-Fetch-Site", "cross-site", "Cookie", "weir_shop=VICTIM0001")
                            .headers()
                            .firstValue("set-cookie"))
                    .isEmpty();
            assertThat(weir.get(path, "Sec-Fetch-Site", "same-site").headers().firstValue("set-cookie"))
                    .isPresent();
            assertThat(weir.get(path, "Sec-Fetch-Site", "cross-site", "Origin", SHOP)
                            .headers()
                            .firstValue("set-cookie"))
                    .isPresent();
        }
    }

    /** A link in an e-mail is of no site at all, and a form that posts itself has an origin. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a link in an e-mail         | GET  | Sec-Fetch-Site: none, Sec-Fetch-Mode: navigate
            a link of a sibling's page  | GET  | Sec-Fetch-Site: same-site, Sec-Fetch-Mode: navigate
            a link in an old browser    | GET  | Cookie: a=b, Accept: text/html
            a form of another site      | POST | Sec-Fetch-Site: cross-site, Sec-Fetch-Mode: navigate, Origin: https://evil.test
            a script of another site    | POST | Sec-Fetch-Site: cross-site, Sec-Fetch-Mode: cors, Origin: https://evil.test
            """)
    void whoeverIsLedHereIsGivenNoCookie(String how, String method, String headers) throws Exception {
        String[] fields = Stream.of(headers.split(", "))
                .flatMap(field -> Stream.of(field.split(": ")))
                .toArray(String[]::new);

        HttpResponse<String> led = planting(method, fields);

        assertThat(led.statusCode()).as(led.body()).isEqualTo(200);
        assertThat(led.headers().firstValue("set-cookie")).isEmpty();
        assertThat(planting(method, "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors")
                        .headers()
                        .firstValue("set-cookie"))
                .as("of a page of our own")
                .isPresent();
    }

    private HttpResponse<String> planting(String method, String... headers) throws Exception {
        return method.equals("GET")
                ? weir.get("/p.gif?shop_id=open&event=view&items=1&did=ATTACKER01", headers)
                : weir.post("/push/custom", "{\"shop_id\":\"open\",\"did\":\"ATTACKER01\",\"event\":\"e\"}", headers);
    }

    /** A header of the same kind from a peer that is not trusted is none of ours: see {@link ClientAddressIT}. */
    @Test
    void behindATrustedProxyThisVeryServerIsWhatThePageKnowsItBy(@TempDir Path data) throws Exception {
        String trusting = CONFIG.replace("server: {", "server: {trusted: {peers: [127.0.0.1], header: Forwarded}, ");
        try (LocalWeir behind = LocalWeir.start(data, trusting)) {
            String[] forwarded = {"Forwarded", "for=203.0.113.7;proto=https;host=t.shop.example", "Origin", ""};

            forwarded[3] = "https://t.shop.example";
            assertThat(behind.post("/push", view("shop"), forwarded).statusCode())
                    .isEqualTo(200);
            forwarded[3] = "http://t.shop.example";
            assertThat(behind.post("/push", view("shop"), forwarded).statusCode())
                    .isEqualTo(403);
            forwarded[3] = behind.uri().toString();
            assertThat(behind.post("/push", view("shop"), forwarded).statusCode())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aSectionThatListsNoneTakesAllAndLetsNoneRead(HttpVersion version) throws Exception {
        for (String origin : List.of(FOREIGN, SHOP, "null")) {
            Answer answer = send(version, new Ask("POST", "/push", view("open"), 200), origin);

            assertThat(answer.status()).isEqualTo(200);
            assertMayNotRead(answer);
        }
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aWrongSecretMayBeRead(HttpVersion version) throws Exception {
        String body = view("shop").replace("}]}", "}],\"shop_secret\":\"guess\"}");

        Answer answer = send(version, new Ask("POST", "/push", body, 403), SHOP);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("shop_secret");
        assertMayRead(answer, SHOP);
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aRefusalByTheLimitMayBeReadAndAForeignPageCostsATokenToo(HttpVersion version) throws Exception {
        Ask ask = new Ask("POST", "/push", view("narrow"), 429);
        Answer allowed = first429(version, ask, SHOP);

        assertMayRead(allowed, SHOP);
        assertThat(allowed.headers().get("retry-after")).isNotNull();
        assertThat(allowed.headers().get("ratelimit")).isNotNull();
        assertMayNotRead(first429(version, ask, FOREIGN));
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aSlowBodyIsToldToThePage(HttpVersion version) throws Exception {
        HttpClientRequest slow = begin(version, new Ask("POST", "/push", "", 408), SHOP);
        slow.setChunked(true).write("{");

        HttpClientResponse answer = await(slow.response());

        assertThat(answer.statusCode()).isEqualTo(408);
        assertMayRead(new Answer(408, answer.headers(), ""), SHOP);
    }

    @Test
    void aLongUriIsToldOverHttp2() throws Exception {
        Ask ask = new Ask("GET", "/init?x=" + "x".repeat(10_000), "", 414);

        Answer answer = send(HttpVersion.HTTP_2, ask, SHOP);

        assertThat(answer.status()).isEqualTo(414);
        assertMayRead(answer, SHOP);
    }

    @Test
    void tooLargeHeadersAreToldWhereTheOriginCameBefore() throws Exception {
        try (RawConnection connection = new RawConnection(weir.uri())) {
            connection.send("GET /init HTTP/1.1\r\nHost: weir\r\nOrigin: " + SHOP + "\r\nAccept: */*\r\nX: "
                    + "x".repeat(20_000) + "\r\n\r\n");

            RawConnection.Response answer = connection.response();

            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.headers())
                    .containsEntry("access-control-allow-origin", SHOP)
                    .containsEntry("vary", "origin");
        }
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void ofTwoOriginLinesTheFirstCounts(HttpVersion version) throws Exception {
        HttpClientRequest request = begin(version, new Ask("POST", "/push", view("shop"), 403), FOREIGN);
        request.headers().add("origin", SHOP);

        HttpClientResponse answer = await(request.send(view("shop")));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().contains("access-control-allow-origin")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aPreflightOfAnAllowedPageIsAnsweredForTwoHours(HttpVersion version) throws Exception {
        Answer answer = preflight(version, "/push", SHOP);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().get("access-control-allow-origin")).isEqualTo(SHOP);
        assertThat(answer.headers().get("access-control-allow-credentials")).isEqualTo("true");
        assertThat(answer.headers().get("access-control-allow-methods")).isEqualTo("POST");
        assertThat(answer.headers().get("access-control-allow-headers").split(", "))
                .contains("content-encoding", "content-type", "authorization", "idempotency-key", "weir-verdicts");
        assertThat(answer.headers().get("access-control-max-age")).isEqualTo("7200");
        assertThat(answer.headers().get("vary").split(", "))
                .containsExactly("origin", "access-control-request-method", "access-control-request-headers");
        assertThat(answer.headers().get("cache-control")).isEqualTo("no-store");
        assertThat(answer.headers().contains("set-cookie")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aPreflightIsAnsweredOnEveryRouteWithItsMethods(HttpVersion version) throws Exception {
        Map<String, String> methods = Map.of(
                "/init", "GET",
                "/products/cart/clear", "DELETE, GET",
                "/recommend/abc", "GET",
                "/api/serverside", "POST");
        for (Map.Entry<String, String> path : methods.entrySet()) {
            Answer answer = preflight(version, path.getKey(), SHOP);

            assertThat(answer.status()).as(path.getKey()).isEqualTo(204);
            assertThat(answer.headers().get("access-control-allow-methods")).isEqualTo(path.getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aPreflightOfAForeignPageIsRefused(HttpVersion version) throws Exception {
        double before = weir.scrape().sum("weir_rejected_total", "reason=\"foreign-origin\"");
        for (String origin : List.of(FOREIGN, "null", "https://stores.example", "http://shop.example")) {
            Answer answer = preflight(version, "/push", origin);

            assertThat(answer.status()).isEqualTo(403);
            assertMayNotRead(answer);
            assertThat(answer.headers().contains("access-control-max-age")).isFalse();
        }
        assertThat(weir.scrape().sum("weir_rejected_total", "reason=\"foreign-origin\""))
                .isEqualTo(before + 4);
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aPreflightThatNamesTheSectionIsAnsweredByItAlone(HttpVersion version) throws Exception {
        assertThat(preflight(version, "/push?shop_id=shop", SHOP).status()).isEqualTo(204);
        assertThat(preflight(version, "/push?shop_id=shop", STORE).status()).isEqualTo(204);
        assertThat(preflight(version, "/push?shop_id=other", SHOP).status()).isEqualTo(403);
        assertThat(preflight(version, "/push?shop_id=open", SHOP).status()).isEqualTo(403);
        assertThat(preflight(version, "/push?shop_id=nobody", SHOP).status()).isEqualTo(204);
        // A secret is not looked at where no token is taken.
        assertThat(preflight(version, "/push?shop_id=shop&shop_secret=guess", SHOP)
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void nothingOfAForeignPageIsJournalledAndTheBooksBalance(HttpVersion version) throws Exception {
        double accepted = weir.scrape().sum("weir_accepted_total", "section=\"shop\"");

        send(version, new Ask("POST", "/push", view("shop"), 403), FOREIGN);
        preflight(version, "/push", SHOP);

        Scrape scrape = weir.scrape();
        assertThat(scrape.sum("weir_accepted_total", "section=\"shop\"")).isEqualTo(accepted);
        assertThat(scrape.sum("weir_received_total"))
                .isEqualTo(scrape.sum("weir_accepted_total")
                        + scrape.sum("weir_rejected_total")
                        + scrape.sum("weir_answered_total")
                        + scrape.sum("weir_duplicates_total")
                        + scrape.sum("weir_intake_waiting"));
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void aFullJournalMayBeReadOf(HttpVersion version, @TempDir Path data) throws Exception {
        try (LocalWeir full = LocalWeir.start(data, CONFIG.replace("sinks: [files]", "sinks: [nowhere]"))) {
            String body = view("shop").replace("}]}", "}],\"x\":\"" + "x".repeat(3_000) + "\"}");
            Ask ask = new Ask("POST", "/push", body, 503);
            Answer answer = send(full.uri(), version, ask, SHOP);
            for (int i = 0; i < 2_000 && answer.status() != 503; i++) {
                answer = send(full.uri(), version, ask, SHOP);
            }

            assertThat(answer.status()).isEqualTo(503);
            assertMayRead(answer, SHOP);
            assertThat(answer.headers().get("retry-after")).isNotNull();
        }
    }

    private static void assertMayRead(Answer answer, String origin) {
        MultiMap headers = answer.headers();
        assertThat(headers.getAll("access-control-allow-origin")).containsExactly(origin);
        assertThat(headers.getAll("access-control-allow-credentials")).containsExactly("true");
        assertThat(headers.get("access-control-expose-headers").split(", "))
                .contains("retry-after", "ratelimit", "ratelimit-policy", "weir-ack", "weir-verdicts", "x-request-id");
        assertThat(headers.get("vary")).contains("origin");
        assertThat(headers.get("cache-control")).isEqualTo("no-store");
    }

    private static void assertMayNotRead(Answer answer) {
        assertThat(answer.headers().names())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        assertThat(answer.headers().get("vary")).contains("origin");
    }

    /** The bucket holds one token, and a new one a second. */
    private Answer first429(HttpVersion version, Ask ask, String origin) throws Exception {
        Answer answer = send(version, ask, origin);
        for (int i = 0; i < 1_000 && answer.status() != 429; i++) {
            answer = send(version, ask, origin);
        }
        assertThat(answer.status()).isEqualTo(429);
        return answer;
    }

    private Answer preflight(HttpVersion version, String path, String origin) throws Exception {
        return send(version, new Ask("OPTIONS", path, "", 204, "access-control-request-method", "POST"), origin);
    }

    private Answer send(HttpVersion version, Ask ask, String origin) throws Exception {
        return send(weir.uri(), version, ask, origin);
    }

    private Answer send(URI server, HttpVersion version, Ask ask, String origin) throws Exception {
        HttpClientRequest request = begin(server, version, ask, origin);
        // Asked for before it can come, so that the body is taken on the event loop, where none of it is missed.
        Future<Answer> answer = request.response()
                .compose(response -> response.body()
                        .map(body -> new Answer(response.statusCode(), response.headers(), body.toString())));
        request.end(ask.body());
        return await(answer);
    }

    private HttpClientRequest begin(HttpVersion version, Ask ask, String origin) throws Exception {
        return begin(weir.uri(), version, ask, origin);
    }

    private HttpClientRequest begin(URI server, HttpVersion version, Ask ask, String origin) throws Exception {
        HttpClientRequest request = await(clients.get(version)
                .request(HttpMethod.valueOf(ask.method()), server.getPort(), server.getHost(), ask.path()));
        if (origin != null) {
            request.putHeader("origin", origin);
        }
        for (int i = 0; i < ask.headers().size(); i += 2) {
            request.putHeader(ask.headers().get(i), ask.headers().get(i + 1));
        }
        return request;
    }

    private static String view(String shop) {
        return "{\"shop_id\":\"" + shop + "\",\"event\":\"view\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}";
    }

    private static Stream<Arguments> versionsTimes(List<Ask> asks) {
        return Stream.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
                .flatMap(version -> asks.stream().map(ask -> Arguments.of(version, ask)));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private record Answer(int status, MultiMap headers, String body) {}

    record Ask(String method, String path, String body, int status, List<String> headers) {
        Ask(String method, String path, String body, int status, String... headers) {
            this(method, path, body, status, List.of(headers));
        }

        @Override
        public String toString() {
            return method + " " + path + " " + status;
        }
    }
}
