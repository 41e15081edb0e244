package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent again is one event, answered as before, also by the next process. */
final class RepeatIT {

    private static final int AT_ONCE = 20;
    private static final String PAGENT = "Bearer pagent-key";
    private static final String DEVICE = "AAECAwQFBgcICQoLDA0ODw";

    private static final String CONFIG = """
            state: {snapshot-every: 3}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop, shop-secret: secret}]
                pureclarity: [{app-id: app, secret-key: secret}]
                gravityfield: [{name: one, api-key: gravity-key}]
                pagent: [{name: one, api-key: pagent-key}]
                limit: {refill: 100000, capacity: 100000}
                sinks: [files]
            """;

    @TempDir
    private Path dir;

    private Path config;

    @BeforeEach
    void write() throws Exception {
        config = Files.writeString(dir.resolve("weir.yaml"), CONFIG);
    }

    @ParameterizedTest
    @EnumSource
    void aRetryIsOneEventAndAnsweredAsBefore(Meanwhile meanwhile) throws Exception {
        Map<String, String> first;
        WeirProcess weir = start();
        try {
            first = sendAll(new Web(weir.publicUri()));
            awaitLines(weir, first.size());
            weir = meanwhile.pass(this, weir);
            double before = duplicates(weir);

            Map<String, String> again = sendAll(new Web(weir.publicUri()));

            assertThat(again).isEqualTo(first);
            assertThat(duplicates(weir) - before).isEqualTo(first.size());
            push(weir, "another");
            awaitLines(weir, first.size() + 1);
            assertThat(weir.log()).doesNotContain("ERROR").doesNotContain("WARN");
        } finally {
            weir.close();
        }
    }

    @Test
    void ofManyAtOnceOneIsTheEvent() throws Exception {
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            List<CompletableFuture<HttpResponse<String>>> inits = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                inits.add(web.begin("GET", "/init?shop_id=shop", null, "Idempotency-Key", "at-once"));
            }
            List<String> answers = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> init : inits) {
                answers.add(init.get(30, TimeUnit.SECONDS).body());
            }

            assertThat(answers).containsOnly(answers.get(0));
            assertThat(duplicates(weir)).isEqualTo(AT_ONCE - 1);
            awaitLines(weir, 1);
        }
    }

    @Test
    void anotherKeyIsAnotherEvent() throws Exception {
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            String one = web.get("/init?shop_id=shop", "Idempotency-Key", "one").body();
            String other =
                    web.get("/init?shop_id=shop", "Idempotency-Key", "other").body();

            assertThat(other).isNotEqualTo(one);
            assertThat(duplicates(weir)).isZero();
            awaitLines(weir, 2);
        }
    }

    @Test
    void anOrderOfAnotherDeviceIsAnotherEvent() throws Exception {
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            assertThat(web.post("/push", purchase("device0001")).statusCode()).isEqualTo(200);
            assertThat(web.post("/push", purchase("device0002")).statusCode()).isEqualTo(200);

            assertThat(duplicates(weir)).isZero();
            awaitLines(weir, 2);
        }
    }

    @Test
    void verdictsTellARepeatedConversionFromAnother() throws Exception {
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            assertThat(verdicts(bulk(web, conversion("c-1")))).isEqualTo("accepted");

            HttpResponse<String> answer = bulk(web, conversion("c-2") + "," + conversion("c-1"));

            assertThat(verdicts(answer)).isEqualTo("accepted, duplicate");
            assertThat(answer.body()).isEqualTo("{\"accepted\":2}");
            assertThat(verdicts(bulk(web, conversion("c-3") + "," + conversion("c-3"))))
                    .isEqualTo("accepted, duplicate");
            awaitLines(weir, 3);
        }
    }

    @Test
    void verdictsTellWhichBasketIsOverwritten() throws Exception {
        try (WeirProcess weir = start()) {
            HttpResponse<String> answer = new Web(weir.publicUri())
                    .post(
                            "/api/serverside",
                            pureClarity("{\"name\":\"set_basket\",\"data\":[{\"id\":\"a\",\"qty\":1}]},"
                                    + "{\"name\":\"set_basket\",\"data\":[{\"id\":\"a\",\"qty\":2}]}"),
                            "Weir-Verdicts",
                            "1");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(verdicts(answer)).isEqualTo("superseded;by=1, accepted");
            awaitLines(weir, 2);
        }
    }

    @Test
    void verdictsTellWhatSpoiltABatch() throws Exception {
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            HttpResponse<String> answer = bulk(
                    web, conversion("c-1") + "," + conversion("c-2").replace("\"revenue\":999", "\"revenue\":9.99"));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).startsWith("{\"error\":\"events[1].revenue: ");
            assertThat(verdicts(answer)).isEqualTo("rejected;reason=batch, rejected;reason=malformed-parameter");
            assertThat(verdicts(bulk(web, conversion("c-1"))))
                    .as("not taken before")
                    .isEqualTo("accepted");
            awaitLines(weir, 1);
        }
    }

    @Test
    void nobodyIsToldVerdictsWhoDidNotAsk() throws Exception {
        try (WeirProcess weir = start()) {
            HttpResponse<String> answer =
                    new Web(weir.publicUri()).post("/v2/conversions", conversion("c-1"), "Authorization", PAGENT);

            assertThat(answer.headers().firstValue("weir-verdicts")).isEmpty();
        }
    }

    /** One request of each kind that can be known again; answers by what was sent. */
    private static Map<String, String> sendAll(Web web) throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("init", body(web.get("/init?shop_id=shop", "Idempotency-Key", "k-init")));
        answers.put(
                "view",
                body(web.post(
                        "/push",
                        "{\"shop_id\":\"shop\",\"did\":\"device0001\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}",
                        "Idempotency-Key",
                        "k-push")));
        answers.put("order", body(web.post("/push", purchase("device0001"))));
        answers.put(
                "pureclarity order",
                body(web.post(
                        "/api/serverside",
                        pureClarity("{\"name\":\"order_track\",\"data\":{\"orderid\":\"100\",\"ordertotal\":5,"
                                + "\"email\":\"a@shop.example\",\"id1\":\"a\",\"qty1\":1,\"unitprice1\":5}}"))));
        answers.put(
                "gravity field order",
                body(web.post(
                        "/v2/event",
                        "{\"sec\":\"s\",\"user\":{\"uid\":\"0123456789abcdef01234567\","
                                + "\"ses\":\"7f3a9c52-6f0e-4c1c-9b51-2d8a7e64b1c0\"},\"ctx\":{\"type\":\"CART\"},"
                                + "\"data\":[{\"type\":\"purchase-v1\",\"name\":\"Purchase\","
                                + "\"uniqueTransactionId\":\"T-1\",\"value\":5,\"currency\":\"GBP\","
                                + "\"cart\":[{\"productId\":\"a\",\"quantity\":1,\"itemPrice\":5}]}]}",
                        "Authorization",
                        "Bearer gravity-key")));
        answers.put("conversion", body(web.post("/v2/conversions", conversion("c-9"), "Authorization", PAGENT)));
        return answers;
    }

    private static String body(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("weir-ack")).contains("fsync");
        return answer.body();
    }

    private static String purchase(String device) {
        return "{\"shop_id\":\"shop\",\"did\":\"" + device + "\",\"event\":\"purchase\",\"order_id\":\"100\","
                + "\"order_price\":5,\"items\":[{\"id\":\"a\",\"price\":5,\"amount\":1}]}";
    }

    private static String pureClarity(String events) {
        return "{\"appId\":\"app\",\"secretKey\":\"secret\",\"visitorId\":\"" + DEVICE + "\",\"sessionId\":\"" + DEVICE
                + "\",\"zones\":[],\"events\":[" + events + "]}";
    }

    private static String conversion(String eventId) {
        return "{\"session_data\":{\"session_id\":\"s-1\",\"user_id\":\"u-1\",\"conversion_id\":\"g-1\"},"
                + "\"revenue\":999,\"event_id\":\"" + eventId + "\"}";
    }

    private static HttpResponse<String> bulk(Web web, String events) throws Exception {
        return web.post(
                "/v2/conversions/bulk", "{\"events\":[" + events + "]}", "Authorization", PAGENT, "Weir-Verdicts", "1");
    }

    private static String verdicts(HttpResponse<String> answer) {
        return answer.headers().firstValue("weir-verdicts").orElse(answer.body());
    }

    private static void push(WeirProcess weir, String key) throws Exception {
        body(new Web(weir.publicUri()).get("/init?shop_id=shop", "Idempotency-Key", key));
    }

    private WeirProcess start() throws Exception {
        return WeirProcess.serve(config, dir.resolve("data"), Map.of());
    }

    /** Waits until the file has all that is owed, and says that it is so much. */
    private void awaitLines(WeirProcess weir, int lines) throws Exception {
        Await.until("nothing is owed", () -> {
            Scrape scrape = scrape(weir);
            return scrape.sum("weir_sink_pending") == 0 && scrape.sum("weir_journal_accepted") >= lines;
        });
        assertThat(EventLines.in(dir.resolve("data/events"))).hasSize(lines);
    }

    private static double duplicates(WeirProcess weir) throws Exception {
        return scrape(weir).sum("weir_duplicates_total");
    }

    private static Scrape scrape(WeirProcess weir) throws Exception {
        URI server = weir.privateUri();
        return Scrape.of(new Web(server).get("/metrics").body());
    }

    /** What happens between an event and its repetition. */
    enum Meanwhile {
        NOTHING {
            @Override
            WeirProcess pass(RepeatIT test, WeirProcess weir) {
                return weir;
            }
        },
        SIGTERM {
            @Override
            WeirProcess pass(RepeatIT test, WeirProcess weir) throws Exception {
                assertThat(weir.stop()).isZero();
                return test.start();
            }
        },
        SIGKILL {
            @Override
            WeirProcess pass(RepeatIT test, WeirProcess weir) throws Exception {
                weir.kill();
                return test.start();
            }
        };

        abstract WeirProcess pass(RepeatIT test, WeirProcess weir) throws Exception;
    }
}
