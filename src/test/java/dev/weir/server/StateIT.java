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
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Carts and counters say at once what was acknowledged, and say it again after a restart. */
final class StateIT {

    private static final int VISITORS = 4;
    private static final int ADDITIONS = 100;
    private static final String EMPTY = "{\"status\":\"success\",\"data\":{\"items\":[]}}";

    /** Snapshots so often that a start finds one, and entries beyond it. */
    private static final String CONFIG = """
            state: {snapshot-every: 7}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop, shop-secret: secret}]
                pureclarity: [{app-id: app, secret-key: secret}]
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

    @Test
    void theCartShowsEachAcknowledgedChangeAtOnce() throws Exception {
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            assertThat(cart(web, "device0001")).isEqualTo(EMPTY);

            push(web, "cart", "device0001", "{\"id\":\"a\",\"quantity\":2},{\"id\":\"b\"}");
            assertThat(cart(web, "device0001")).isEqualTo(cartOf("a", 2, "b", 1));

            push(web, "cart", "device0001", "{\"id\":\"a\",\"amount\":\"3\"}");
            assertThat(cart(web, "device0001")).isEqualTo(cartOf("a", 5, "b", 1));

            push(web, "remove_from_cart", "device0001", "{\"id\":\"b\"}");
            assertThat(cart(web, "device0001")).isEqualTo(cartOf("a", 5));

            full(web, "device0001", "{\"id\":\"x\",\"quantity\":1},{\"id\":\"y\",\"quantity\":4}");
            assertThat(cart(web, "device0001")).isEqualTo(cartOf("x", 1, "y", 4));

            purchase(web, "device0001", "1", "{\"id\":\"x\",\"amount\":1,\"price\":5}");
            assertThat(cart(web, "device0001")).isEqualTo(cartOf("y", 4));

            assertThat(cart(web, "device0002")).as("another device's").isEqualTo(EMPTY);
        }
    }

    @Test
    void theCartIsClearedByEitherMethod() throws Exception {
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            push(web, "cart", "device0001", "{\"id\":\"a\"}");
            push(web, "cart", "device0002", "{\"id\":\"b\"}");

            assertThat(web.get("/products/cart/clear?shop_id=shop&did=device0001")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(cart(web, "device0001")).isEqualTo(EMPTY);
            assertThat(cart(web, "device0002")).isEqualTo(cartOf("b", 1));

            assertThat(web.send("DELETE", "/products/cart/clear?shop_id=shop&did=device0002", null)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(cart(web, "device0002")).isEqualTo(EMPTY);
        }
    }

    @Test
    void theCartOfAnotherDialectIsTheSameCart() throws Exception {
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            basket(web, "[{\"id\":\"a\",\"qty\":2,\"unitprice\":5}]");
            assertThat(cart(web, "AAECAwQFBgcICQoLDA0ODw")).isEqualTo(cartOf("a", 2));

            basket(web, "[]");
            assertThat(cart(web, "AAECAwQFBgcICQoLDA0ODw")).isEqualTo(EMPTY);
        }
    }

    @Test
    void everybodyReadsTheirOwnWritesUnderLoad() throws Exception {
        ExecutorService visitors = Executors.newFixedThreadPool(VISITORS);
        try (WeirProcess weir = start()) {
            List<Future<?>> visits = new ArrayList<>();
            for (int i = 0; i < VISITORS; i++) {
                String device = "visitor" + i;
                visits.add(visitors.submit(() -> visit(new Web(weir.publicUri()), device)));
            }
            for (Future<?> visit : visits) {
                visit.get();
            }
        } finally {
            visitors.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRestartForgetsNothing(End end) throws Exception {
        String counters;
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            for (int i = 0; i < 10; i++) {
                push(web, "cart", "device0001", "{\"id\":\"a\"}");
                push(web, "view", "device0002", "{\"id\":\"a\"}");
            }
            push(web, "cart", "device0002", "{\"id\":\"b\",\"quantity\":3}");
            push(web, "cart", "device0003", "{\"id\":\"c\"}");
            web.get("/products/cart/clear?shop_id=shop&did=device0003");
            purchase(web, "device0004", "7", "{\"id\":\"a\",\"amount\":1,\"price\":5}");
            counters = counters(web);
            assertThat(counters)
                    .isEqualTo("{\"daily\":{\"view\":10,\"cart\":10,\"purchase\":1},"
                            + "\"now\":{\"view\":10,\"cart\":10,\"purchase\":1}}");
            Await.until("a snapshot", () -> hasSnapshot());
            end.of.accept(weir);
        }
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            assertThat(cart(web, "device0001")).isEqualTo(cartOf("a", 10));
            assertThat(cart(web, "device0002")).isEqualTo(cartOf("b", 3));
            assertThat(cart(web, "device0003")).isEqualTo(EMPTY);
            assertThat(counters(web)).isEqualTo(counters);

            push(web, "cart", "device0001", "{\"id\":\"a\"}");
            assertThat(cart(web, "device0001")).as("goes on from there").isEqualTo(cartOf("a", 11));
            assertThat(weir.log()).doesNotContain("ERROR").doesNotContain("WARN");
        }
    }

    private static Void visit(Web web, String device) throws Exception {
        for (int i = 1; i <= ADDITIONS; i++) {
            push(web, "cart", device, "{\"id\":\"a\"}");
            assertThat(cart(web, device)).isEqualTo(cartOf("a", i));
        }
        return null;
    }

    private WeirProcess start() throws Exception {
        return WeirProcess.serve(config, dir.resolve("data"), Map.of());
    }

    private boolean hasSnapshot() throws Exception {
        try (var files = Files.list(dir.resolve("data/state"))) {
            return files.findAny().isPresent();
        }
    }

    private static String cart(Web web, String device) throws Exception {
        return web.get("/products/cart?shop_id=shop&did=" + device).body();
    }

    private static String counters(Web web) throws Exception {
        return web.get("/products/counters?shop_id=shop&item=a").body();
    }

    /** @param lines item ids and quantities in turn */
    private static String cartOf(Object... lines) {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < lines.length; i += 2) {
            items.append(i == 0 ? "" : ",").append("{\"uniqid\":\"").append(lines[i]);
            items.append("\",\"quantity\":").append(lines[i + 1]).append('}');
        }
        return "{\"status\":\"success\",\"data\":{\"items\":[" + items + "]}}";
    }

    private static void push(Web web, String event, String device, String items) throws Exception {
        require200(web, "/push", event(event, device, items) + "}");
    }

    private static void full(Web web, String device, String items) throws Exception {
        require200(web, "/push", event("cart", device, items) + ",\"full_cart\":true}");
    }

    private static void purchase(Web web, String device, String order, String items) throws Exception {
        require200(web, "/push", event("purchase", device, items) + ",\"order_id\":\"" + order + "\"}");
    }

    private static void basket(Web web, String basket) throws Exception {
        require200(
                web,
                "/api/serverside",
                "{\"appId\":\"app\",\"secretKey\":\"secret\",\"visitorId\":\"AAECAwQFBgcICQoLDA0ODw\",\"zones\":[],"
                        + "\"events\":[{\"name\":\"set_basket\",\"data\":" + basket + "}]}");
    }

    private static String event(String event, String device, String items) {
        return "{\"shop_id\":\"shop\",\"did\":\"" + device + "\",\"event\":\"" + event + "\",\"items\":[" + items + "]";
    }

    private static void require200(Web web, String path, String json) throws Exception {
        assertThat(web.post(path, json).statusCode()).isEqualTo(200);
    }

    /** How a process ends. */
    enum End {
        SIGTERM(weir -> assertThat(weir.stop()).isZero()),
        SIGKILL(WeirProcess::kill);

        private final Consumer<WeirProcess> of;

        End(Consumer<WeirProcess> of) {
            this.of = of;
        }
    }
}
