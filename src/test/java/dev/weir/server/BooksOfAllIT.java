package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The law of conservation under everything at once: all dialects, batches, repetitions, questions, and a fickle vendor. */
final class BooksOfAllIT {

    private static final int CLIENTS = 8;
    private static final int SCRAPES = 200;

    /** No request of this test counts as more: a choose with its page view and the fallback, a batch of four. */
    private static final int MOST_EVENTS = 4;

    /** Each way in which a request can end, or what a page waits for. */
    private static final List<Ending> ENDINGS = List.of(
            new Ending("weir_accepted_total", "dialect=\"personaclick\",section=\"hurried\""),
            new Ending("weir_accepted_total", "dialect=\"pureclarity\",section=\"hurried\""),
            new Ending("weir_accepted_total", "dialect=\"gravityfield\",section=\"hurried\""),
            new Ending("weir_accepted_total", "dialect=\"pagent\",section=\"hurried\""),
            new Ending("weir_duplicates_total", "dialect=\"personaclick\""),
            new Ending("weir_duplicates_total", "dialect=\"pureclarity\""),
            new Ending("weir_duplicates_total", "dialect=\"gravityfield\""),
            new Ending("weir_duplicates_total", "dialect=\"pagent\""),
            new Ending("weir_rejected_total", "dialect=\"personaclick\""),
            new Ending("weir_rejected_total", "dialect=\"pureclarity\""),
            new Ending("weir_rejected_total", "dialect=\"gravityfield\""),
            new Ending("weir_rejected_total", "dialect=\"pagent\""),
            new Ending("weir_rejected_total", "dialect=\"none\""),
            new Ending("weir_answered_total", "dialect=\"personaclick\""),
            new Ending("weir_answered_total", "dialect=\"pureclarity\""),
            new Ending("weir_answered_total", "dialect=\"gravityfield\""),
            new Ending("weir_upstream_seconds_count", "outcome=\"timeout\""),
            new Ending("weir_upstream_seconds_count", "outcome=\"meaningless\""),
            new Ending("weir_upstream_seconds_count", "outcome=\"status\""),
            new Ending("weir_upstream_seconds_count", "outcome=\"answered\""));

    @TempDir
    private Path dir;

    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();
    private VendorServer vendor;
    private ExecutorService clients;

    @BeforeEach
    void start() throws Exception {
        clients = Executors.newFixedThreadPool(CLIENTS);
        vendor = VendorServer.start();
        vendor.behave(call -> {
            switch (calls.getAndIncrement() % 4) {
                case 0 -> call.json(200, "{\"zones\":{},\"data\":[]}");
                case 1 -> call.json(200, "nothing that could be read");
                case 2 -> VendorServer.FAILING.answer(call);
                default -> VendorServer.HANGING.answer(call);
            }
        });
    }

    @AfterEach
    void stop() {
        isOver.set(true);
        clients.shutdownNow();
        vendor.close();
    }

    @Test
    void nothingIsCountedTwiceOrNotAtAll() throws Exception {
        Path config = Files.writeString(dir.resolve("weir.yaml"), WaitingConfig.of(vendor));
        try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                sending.add(clients.submit(() -> sendUntilOver(new Web(weir.publicUri()), "c" + client + "-")));
            }
            Web admin = new Web(weir.privateUri());
            for (int i = 0; i < SCRAPES; i++) {
                requireIntakeLaw(scrape(admin), CLIENTS * MOST_EVENTS);
            }
            for (Ending ending : ENDINGS) {
                Await.until(ending.toString(), () -> scrape(admin).sum(ending.metric, ending.label) > 0);
            }
            isOver.set(true);
            for (Future<?> each : sending) {
                each.get();
            }
            Scrape last = scrape(admin);
            requireIntakeLaw(last, 0);
            assertThat(last.sum("weir_journal_accepted")).isEqualTo(last.sum("weir_accepted_total"));
            vendor.behave(VendorServer.OK);
            Await.until("nothing is owed", () -> scrape(admin).sum("weir_sink_pending") == 0);
            requireFileHasEachOnce(last.sum("weir_accepted_total"));
            assertThat(weir.log()).doesNotContain("ERROR");
        }
    }

    private static void requireIntakeLaw(Scrape scrape, int mostWaiting) {
        double waiting = scrape.sum("weir_intake_waiting");
        assertThat(waiting).as("waiting").isBetween(0.0, (double) mostWaiting);
        assertThat(scrape.sum("weir_accepted_total")
                        + scrape.sum("weir_duplicates_total")
                        + scrape.sum("weir_rejected_total")
                        + scrape.sum("weir_answered_total")
                        + waiting)
                .as("accepted + duplicates + rejected + answered + waiting")
                .isEqualTo(scrape.sum("weir_received_total"));
    }

    private void requireFileHasEachOnce(double accepted) throws Exception {
        assertThat(EventLines.in(dir.resolve("data/events"))).hasSize((int) accepted);
    }

    private Void sendUntilOver(Web web, String prefix) throws Exception {
        for (int i = 0; !isOver.get(); i++) {
            String id = prefix + i;
            personaClick(web, id);
            pureClarity(web, id);
            gravityField(web, id);
            pagent(web, id);
        }
        return null;
    }

    private static void personaClick(Web web, String id) throws Exception {
        String event =
                "{\"shop_id\":\"hurried-shop\",\"did\":\"" + id + "\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}";
        web.post("/push", event);
        web.post("/push", event, "Idempotency-Key", id);
        web.post("/push", event, "Idempotency-Key", id);
        web.post("/push", "{");
        web.get("/products/cart?shop_id=hurried-shop&did=" + id);
        web.get("/recommend/x?shop_id=hurried-shop&did=" + id);
        web.get("/recommend/x?shop_id=alone-shop&did=" + id);
        web.post("/subscriptions/manage", "{\"shop_id\":\"hurried-shop\",\"email\":\"" + id + "@shop.example\"}");
        web.get("/nowhere");
    }

    private static void pureClarity(Web web, String id) throws Exception {
        String order = "{\"name\":\"order_track\",\"data\":{\"orderid\":\"" + id
                + "\",\"ordertotal\":5,\"email\":\"a@shop.example\",\"id1\":\"a\",\"qty1\":1,\"unitprice1\":5}}";
        String view = "{\"name\":\"product_view\",\"data\":{\"id\":\"1\"}}";
        web.post("/api/serverside", pureClarityBody(view + "," + order + "," + order, "[{\"id\":\"HP01\"}]"));
        web.post("/api/serverside", pureClarityBody(view + "," + order, "[]"));
        web.post("/api/serverside", pureClarityBody(view + ",{\"data\":{}}", "[]"));
        web.post("/api/serverside", pureClarityBody("", "[{\"id\":\"HP01\"}]"));
    }

    private static String pureClarityBody(String events, String zones) {
        return "{\"appId\":\"hurried-app\",\"secretKey\":\"hurried-app-secret\",\"visitorId\":\"AAECAwQFBgcICQoLDA0ODw\","
                + "\"events\":[" + events + "],\"zones\":" + zones + "}";
    }

    private static void gravityField(Web web, String id) throws Exception {
        String user = "{\"sec\":\"s\",\"user\":{\"uid\":\"0123456789abcdef01234567\"},\"ctx\":{\"type\":\"CART\"},";
        String choose = user + "\"data\":[{\"selector\":\"a\"}],\"options\":{\"isImplicitPageview\":";
        String event =
                user + "\"data\":[{\"type\":\"signup-v1\",\"event_id\":\"" + id + "\"},{\"type\":\"login-v1\"}]}";
        String[] key = {"Authorization", "Bearer hurried-gravity-key"};
        web.post("/v2/choose", choose + "true}}", key);
        web.post("/v2/choose", choose + "true}}", key[0], key[1], "Idempotency-Key", id);
        web.post("/v2/choose", choose + "true}}", key[0], key[1], "Idempotency-Key", id);
        web.post("/v2/choose", choose + "false}}", key);
        web.post("/v2/event", event, key);
        web.post("/v2/event", event, key);
        web.post("/v2/event", user + "\"data\":[{\"type\":\"login-v1\"},{}]}", key);
        web.post("/v2/visit", "{}");
    }

    private static void pagent(Web web, String id) throws Exception {
        String event =
                "{\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"g\"},\"event_id\":\""
                        + id + "-%d\"}";
        String[] key = {"Authorization", "Bearer hurried-pagent-key"};
        String four =
                event.formatted(1) + "," + event.formatted(2) + "," + event.formatted(2) + "," + event.formatted(3);
        web.post("/v2/conversions/bulk", "{\"events\":[" + four + "]}", key);
        web.post("/v2/conversions", event.formatted(1), key);
        web.post("/v2/conversions/bulk", "{\"events\":[" + event.formatted(4) + ",{}]}", key);
        web.post("/v2/conversions", event.formatted(1));
    }

    private static Scrape scrape(Web admin) throws Exception {
        return Scrape.of(admin.get("/metrics").body());
    }

    /** @param label of a series of the metric */
    private record Ending(String metric, String label) {}
}
