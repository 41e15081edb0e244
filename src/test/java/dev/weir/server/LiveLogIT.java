package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens on the public port and at the sinks is seen on the private one, and nothing that is not to be seen. */
final class LiveLogIT {

    private static final String CONFIG = """
            server: {port: 0, max-body-bytes: 16KiB}
            admin: {port: 0}
            sinks:
              - {name: files, type: file, dir: events}
              - {name: vendor, type: http, url: 'http://127.0.0.1:%d', protocol: h2, dialects: [personaclick],
                 coalesce: {window: 1s}}
            sections:
              - name: shop
                personaclick: [{shop-id: shop, shop-secret: right-secret}]
                pureclarity: [{app-id: app, secret-key: app-secret}]
                gravityfield: [{name: one, api-key: gravity-key}]
                pagent: [{name: one, api-key: pagent-key}]
                limit: {refill: 100000, capacity: 100000}
                sinks: [files, vendor]
                web: {origins: ['https://shop.example']}
              - name: narrow
                personaclick: [{shop-id: narrow}]
                limit: {refill: 1, capacity: 1}
                sinks: [files]
            """;

    private static final String DEVICE = "7rjVGhMykT";
    private static final String VISITOR = "AAECAwQFBgcICQoLDA0ODw";
    private static final String CANARY = "canary@shop.example";

    @TempDir
    private Path data;

    private VendorServer vendor;
    private LocalWeir weir;

    @BeforeEach
    void start() throws Exception {
        vendor = VendorServer.start();
        vendor.behave(call -> {
            if (call.body().contains("unwanted")) {
                call.json(400, "{\"error\":\"" + CANARY + "\"}");
            } else {
                VendorServer.OK.answer(call);
            }
        });
        weir = LocalWeir.start(data, CONFIG.formatted(vendor.port()));
    }

    @AfterEach
    void stop() {
        weir.close();
        vendor.close();
    }

    @Test
    void requestsOfEveryDialectAreSeenAndTheFatesOfTheirEventsAddUpToTheBooks() throws Exception {
        try (LiveReader live = LiveReader.open(admin(), "", "Accept-Encoding", "gzip")) {
            sendEveryDialect();
            double accepted = weir.scrape().sum("weir_accepted_total");

            Await.until("every fate", () -> {
                Map<String, Map<String, Object>> fates = live.fates();
                return fates.size() == 2 * accepted
                        && fates.values().stream().noneMatch(fate -> "pending".equals(fate.get("fate")));
            });

            assertThat(dialects(live)).containsExactly("gravityfield", "pagent", "personaclick", "pureclarity");
            requireBooks(live, "files");
            requireBooks(live, "vendor");
            assertThat(live.count("vendor", "superseded")).isEqualTo(1);
            assertThat(live.count("vendor", "dead-lettered")).isEqualTo(1);
            assertThat(live.count("vendor", "not-routed")).isPositive();
            assertThat(live.response().headers().firstValue("content-type")).contains("text/event-stream");
            assertThat(live.messages()).noneMatch(message -> message.text().contains("canary"));
        }
    }

    @Test
    void aFateSaysWhatReplacedAnEventAndWhyOneWasGivenUp() throws Exception {
        try (LiveReader live = LiveReader.open(admin(), "?section=shop")) {
            push("view", "\"items\":[{\"id\":\"unwanted\"}]");
            push("cart", "\"full_cart\":true,\"items\":[{\"id\":\"1\",\"quantity\":1}]");
            push("cart", "\"full_cart\":true,\"items\":[{\"id\":\"1\",\"quantity\":2}]");

            Await.until("delivered", () -> "delivered".equals(word(live, "3 vendor")));
            // What is told of the one that was replaced comes after that.
            Await.until("superseded", () -> "superseded".equals(word(live, "2 vendor")));

            assertThat(live.fates().get("1 vendor"))
                    .containsEntry("fate", "dead-lettered")
                    .containsEntry("reason", "refused")
                    .containsEntry("status", 400);
            assertThat(live.fates().get("2 vendor"))
                    .containsEntry("fate", "superseded")
                    .containsEntry("by", 3);
            Await.until("the file has it", () -> "delivered".equals(word(live, "1 files")));
        }
    }

    @Test
    void anAttemptThatFailsIsSeenBeforeTheDelivery() throws Exception {
        vendor.behave(VendorServer.FAILING);
        try (LiveReader live = LiveReader.open(admin(), "?type=view")) {
            push("view", "\"items\":[{\"id\":\"1\"}]");
            Await.until(
                    "a failure",
                    () -> live.fates().getOrDefault("1 vendor", Map.of()).containsKey("failures"));
            assertThat(live.fates().get("1 vendor"))
                    .containsEntry("fate", "pending")
                    .containsKey("reason");

            vendor.behave(VendorServer.OK);

            Await.until("delivered", () -> "delivered".equals(word(live, "1 vendor")));
        }
    }

    @Test
    void refusalsAreSeenWithTheirReason() throws Exception {
        try (LiveReader live = LiveReader.open(admin(), "?outcome=rejected")) {
            Web web = weir.web();
            web.get("/secret-token/push/" + CANARY + "?email=" + CANARY);
            web.send("PUT", "/push", "x");
            web.post("/push", "{\"email\":\"" + CANARY + "\"");
            web.post("/push", "{\"shop_id\":\"nobodys\",\"event\":\"view\"}");
            web.post("/push", body("view", "\"items\":[{}]"));
            web.post("/push", " ".repeat(20_000));
            web.post("/push", body("view", "\"items\":[{\"id\":\"1\"}]"), "Origin", "https://evil.example");
            web.post("/push", "{}", "Content-Encoding", "br");
            web.post("/v2/conversions", "{}", "Authorization", "Bearer wrong-canary");
            String narrow = body("view", "\"items\":[{\"id\":\"1\"}]").replace("\"shop\"", "\"narrow\"");
            while (web.post("/push", narrow).statusCode() != 429) {
                // The bucket holds one, and gets one a second.
            }
            try (RawConnection raw = new RawConnection(weir.uri())) {
                raw.send("POST /canary HTTP/1.1\r\nHost: canary\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx");
                Await.until("all", () -> reasons(live).size() == 11);
            }

            assertThat(reasons(live))
                    .containsExactlyInAnyOrder(
                            "unknown-path",
                            "wrong-method",
                            "malformed-json",
                            "unknown-section",
                            "missing-parameter",
                            "body-too-large",
                            "foreign-origin",
                            "unsupported-encoding",
                            "wrong-key",
                            "limited",
                            "malformed-request");
            assertThat(live.request("no path", each -> "unknown-path".equals(each.get("reason"))))
                    .containsEntry("path", "/*/push/*")
                    .containsEntry("client", "127.0.0.0/24")
                    .containsEntry("status", 404)
                    .doesNotContainKeys("section", "dialect");
            assertThat(live.request("limited", each -> "limited".equals(each.get("reason"))))
                    .containsEntry("section", "narrow")
                    .containsEntry("status", 429)
                    .containsEntry("outcome", "rejected");
            assertThat(live.messages()).noneMatch(message -> message.text().matches("(?is).*(canary|secret).*"));
        }
    }

    @Test
    void anAcceptedRequestSaysWhatItWasWorth() throws Exception {
        try (LiveReader live = LiveReader.open(admin(), "?device=" + DEVICE)) {
            push("view", "\"items\":[{\"id\":\"100500\"}],\"email\":\"" + CANARY + "\"");
            weir.get("/products/cart?shop_id=shop&did=" + DEVICE);

            Map<String, Object> view = live.request("view", each -> "accepted".equals(each.get("outcome")));
            assertThat(view)
                    .containsEntry("section", "shop")
                    .containsEntry("dialect", "personaclick")
                    .containsEntry("method", "POST")
                    .containsEntry("path", "/push")
                    .containsEntry("status", 200)
                    .containsEntry("promise", "fsync")
                    .containsEntry("device", DEVICE)
                    .containsKeys("session", "micros", "bytes", "time");
            assertThat(LiveReader.events(view).get(0))
                    .containsEntry("type", "view")
                    .containsEntry("verdict", "accepted")
                    .containsEntry("seq", 1)
                    .containsEntry("items", List.of(Map.of("id", "100500")));
            assertThat(live.request("cart", each -> "answered".equals(each.get("outcome"))))
                    .containsEntry("path", "/products/cart")
                    .containsEntry("device", DEVICE);
        }
    }

    @Test
    void aRepetitionIsSeenAsDuplicate() throws Exception {
        try (LiveReader live = LiveReader.open(admin(), "?outcome=duplicate")) {
            String view = body("view", "\"items\":[{\"id\":\"1\"}]");
            weir.post("/push", view, "Idempotency-Key", "k1");
            weir.post("/push", view, "Idempotency-Key", "k1");

            Map<String, Object> again = live.request("the second", each -> true);

            assertThat(LiveReader.events(again).get(0)).containsEntry("verdict", "duplicate");
            assertThat(LiveReader.events(again).get(0)).doesNotContainKeys("seq", "fates");
            assertThat(live.all("request")).hasSize(1);
        }
    }

    @Test
    void aPageThatComesBackSeesWhatItMissed() throws Exception {
        String last;
        try (LiveReader live = LiveReader.open(admin(), "?type=view")) {
            push("view", "\"items\":[{\"id\":\"1\"}]");
            live.request("the first", each -> true);
            Await.until("delivered", () -> live.count("vendor", "delivered") + live.count("files", "delivered") == 2);
            List<LiveReader.Message> messages = live.messages();
            last = messages.get(messages.size() - 1).id();
        }
        Await.until("gone", () -> weir.scrape().sum("weir_live_watchers") == 0);
        push("view", "\"items\":[{\"id\":\"2\"}]");
        Await.until("recorded", () -> weir.scrape().sum("weir_live_recorded_total") == 2);

        try (LiveReader again = LiveReader.open(admin(), "?type=view", "Last-Event-ID", last);
                LiveReader all = LiveReader.open(admin(), "?after=0");
                LiveReader fresh = LiveReader.open(admin(), "")) {
            push("view", "\"items\":[{\"id\":\"3\"}]");

            fresh.request("the third", each -> seq(each).equals(3));
            again.request("the third", each -> seq(each).equals(3));
            all.request("the third", each -> seq(each).equals(3));
            assertThat(again.all("request")).extracting(LiveLogIT::seq).containsExactly(2, 3);
            assertThat(all.all("request")).extracting(LiveLogIT::seq).containsExactly(1, 2, 3);
            assertThat(fresh.all("request")).extracting(LiveLogIT::seq).containsExactly(3);
        }
    }

    @Test
    void theSeventeenthWatcherIsToldTheBound() throws Exception {
        List<LiveReader> readers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            readers.add(LiveReader.open(admin(), ""));
        }
        HttpResponse<String> refused = new Web(admin()).get("/api/live");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("60");
        assertThat(refused.body())
                .isEqualTo("{\"status\":\"error\",\"message\":\"too many look at the live log"
                        + " (expected: at most 16 at once)\"}");

        readers.get(3).close();
        Await.until("a place is free", () -> weir.scrape().sum("weir_live_watchers") == 15);

        readers.add(LiveReader.open(admin(), ""));
        assertThat(weir.scrape().sum("weir_live_watchers")).isEqualTo(16);
        for (LiveReader each : readers) {
            each.close();
        }
    }

    @Test
    void aFilterThatIsNotUnderstoodIsRefused() throws Exception {
        Web admin = new Web(admin());

        assertThat(admin.get("/api/live?section=nobodys").body())
                .isEqualTo("{\"status\":\"error\",\"message\":\"section: unknown (expected: narrow, none, shop)\"}");
        assertThat(admin.get("/api/live?outcome=fine").statusCode()).isEqualTo(400);
        assertThat(admin.get("/api/live?type=view&type=search").statusCode()).isEqualTo(400);
        assertThat(admin.get("/api/live?after=yesterday").statusCode()).isEqualTo(400);
        assertThat(weir.scrape().sum("weir_live_watchers")).isZero();
    }

    @Test
    void aWatcherThatDoesNotReadCostsOthersNothingAndIsToldWhatItMissed() throws Exception {
        String event = "{\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"g\"}}";
        String batch = "{\"events\":[" + String.join(",", Collections.nCopies(40, event)) + "]}";
        try (Socket slow = new Socket();
                LiveReader live = LiveReader.open(admin(), "?outcome=answered")) {
            slow.setReceiveBufferSize(4_096);
            slow.setSoTimeout(30_000);
            slow.connect(new InetSocketAddress(admin().getHost(), admin().getPort()));
            slow.getOutputStream()
                    .write("GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            Await.until("both look", () -> weir.scrape().sum("weir_live_watchers") == 2);
            Await.until("it has missed some", () -> {
                assertThat(weir.post("/v2/conversions/bulk", batch, "Authorization", "Bearer pagent-key")
                                .statusCode())
                        .isEqualTo(200);
                return weir.scrape().sum("weir_live_missed_total") > 0;
            });

            weir.get("/products/cart?shop_id=shop&did=" + DEVICE);

            live.request("others still see", each -> true);
            assertThat(live.all("missed")).isEmpty();
            StringBuilder read = new StringBuilder();
            byte[] some = new byte[4_096];
            while (read.indexOf("event: missed\ndata: {\"leftOut\":") < 0) {
                int length = slow.getInputStream().read(some);
                assertThat(length).as("the stream goes on").isPositive();
                read.append(new String(some, 0, length, StandardCharsets.UTF_8));
            }
        }
        Await.until("both are gone", () -> weir.scrape().sum("weir_live_watchers") == 0);
    }

    private void sendEveryDialect() throws Exception {
        push("view", "\"items\":[{\"id\":\"1\"}],\"email\":\"" + CANARY + "\"");
        push("view", "\"items\":[{\"id\":\"unwanted\"}]");
        push("cart", "\"full_cart\":true,\"items\":[{\"id\":\"1\",\"quantity\":1}]");
        push("cart", "\"full_cart\":true,\"items\":[{\"id\":\"1\",\"quantity\":2}]");
        weir.post(
                "/api/serverside",
                "{\"appId\":\"app\",\"secretKey\":\"app-secret\",\"visitorId\":\"" + VISITOR
                        + "\",\"events\":[{\"name\":\"product_view\",\"data\":{\"id\":\"1\"}},"
                        + "{\"name\":\"order_track\",\"data\":{\"orderid\":\"N1\",\"ordertotal\":5,\"email\":\""
                        + CANARY
                        + "\",\"id1\":\"a\",\"qty1\":1,\"unitprice1\":5}}],\"zones\":[]}");
        weir.post(
                "/v2/event",
                "{\"sec\":\"s\",\"user\":{\"uid\":\"0123456789abcdef01234567\"},\"ctx\":{\"type\":\"CART\"},"
                        + "\"data\":[{\"type\":\"signup-v1\"},{\"type\":\"login-v1\"}]}",
                "Authorization",
                "Bearer gravity-key");
        weir.post(
                "/v2/conversions",
                "{\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"g\"}}",
                "Authorization",
                "Bearer pagent-key");
    }

    private void requireBooks(LiveReader live, String sink) {
        Scrape scrape = weir.scrape();
        String label = "sink=\"" + sink + "\"";
        assertThat(live.count(sink, "delivered")).as("delivered to %s", sink).isEqualTo((long)
                scrape.sum("weir_sink_delivered_total", label));
        assertThat(live.count(sink, "superseded")).isEqualTo((long) scrape.sum("weir_sink_superseded_total", label));
        assertThat(live.count(sink, "dead-lettered"))
                .isEqualTo((long) scrape.sum("weir_sink_dead_lettered_total", label));
        assertThat(live.count(sink, "not-routed")).isEqualTo((long) scrape.sum("weir_sink_not_routed_total", label));
        assertThat(live.count(sink, "pending")).isZero();
    }

    private URI admin() {
        return weir.admin().server();
    }

    private void push(String event, String members) throws Exception {
        assertThat(weir.post("/push", body(event, members)).statusCode()).isEqualTo(200);
    }

    private static String body(String event, String members) {
        return "{\"shop_id\":\"shop\",\"did\":\"" + DEVICE + "\",\"event\":\"" + event + "\"," + members + "}";
    }

    private static Object word(LiveReader live, String event) {
        return live.fates().getOrDefault(event, Map.of()).get("fate");
    }

    private static Object seq(Map<String, Object> request) {
        return LiveReader.events(request).get(0).get("seq");
    }

    private static TreeSet<String> dialects(LiveReader live) {
        TreeSet<String> dialects = new TreeSet<>();
        live.all("request").forEach(each -> dialects.add(String.valueOf(each.get("dialect"))));
        return dialects;
    }

    private static List<String> reasons(LiveReader live) {
        return live.all("request").stream()
                .map(each -> String.valueOf(each.get("reason")))
                .distinct()
                .toList();
    }
}
