package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.erase.Person;
import dev.weir.redis.RedisProcess;
import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor's cart, of which two servers have heard a part each. */
final class SharedCartIT {

    private static final String CONFIG = """
            redis: {url: '%s', nodes: 2, answer-within: 1s, timeout: 500ms}
            sinks: [{name: files, type: file, dir: events}]
            sections: [{name: shop, personaclick: [{shop-id: shop, shop-secret: secret}], sinks: [files]}]
            """;
    private static final String EMPTY = "{\"status\":\"success\",\"data\":{\"items\":[]}}";

    @TempDir
    private Path dir;

    private RedisProcess redis;
    private LocalWeir one;
    private LocalWeir other;

    @BeforeEach
    void startServers() throws Exception {
        redis = RedisProcess.running();
        one = LocalWeir.start(dir.resolve("one"), CONFIG.formatted(redis.url()));
        other = LocalWeir.start(dir.resolve("other"), CONFIG.formatted(redis.url()));
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        redis.close();
    }

    @Test
    void cartIsTheSameOnBoth() throws Exception {
        push(one, "cart", "a", 2);
        assertThat(cart(one)).as("at once where it was accepted").contains(line("a", 2));
        awaitCart(other, line("a", 2));
        push(other, "cart", "b", 1);
        awaitCart(one, line("a", 2) + "," + line("b", 1));
        push(one, "remove_from_cart", "a", 2);
        awaitCart(other, "[" + line("b", 1) + "]");
        other.send("DELETE", "/products/cart/clear?shop_id=shop&did=7rjVGhMykT", null);
        Await.until("it is cleared", () -> cart(one).equals(EMPTY));

        assertThat(one.scrape().sum("weir_carts_shared_total", "outcome=\"found\""))
                .isPositive();
        assertThat(redis.ask("HKEYS weir:carts:young")).doesNotContain("7rjVGhMykT");
    }

    @Test
    void withoutRedisEachAnswersByItselfAndTheyAgreeWhenItIsBack() throws Exception {
        push(one, "cart", "a", 1);
        awaitCart(other, line("a", 1));
        redis.halt();
        push(one, "cart", "b", 1);
        push(other, "cart", "c", 1);
        assertThat(cart(one)).contains(line("a", 1) + "," + line("b", 1));
        assertThat(cart(other)).contains("[" + line("c", 1) + "]");
        redis.goOn();
        for (LocalWeir weir : new LocalWeir[] {one, other}) {
            awaitCart(weir, line("a", 1));
            awaitCart(weir, line("b", 1));
            awaitCart(weir, line("c", 1));
        }
    }

    @Test
    void redisThatHasLostAllIsToldByWhoeverHearsOfTheCart() throws Exception {
        push(one, "cart", "a", 1);
        awaitCart(other, line("a", 1));
        redis.kill();
        Await.until("it is lost", () -> one.scrape().sum("weir_redis_up") == 0);
        redis.start();
        Await.until(
                "it is back",
                () -> one.scrape().sum("weir_redis_up") + other.scrape().sum("weir_redis_up") == 2);
        assertThat(cart(other)).isEqualTo(EMPTY);
        push(one, "cart", "b", 1);

        awaitCart(other, line("a", 1) + "," + line("b", 1));
    }

    @Test
    void whoIsErasedOnOneServerIsForgottenInRedis() throws Exception {
        push(one, "cart", "a", 1);
        awaitCart(other, line("a", 1));
        HttpResponse<String> erased = one.admin().post("/api/erase", "{\"section\":\"shop\",\"did\":\"7rjVGhMykT\"}");

        assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);
        assertThat(redis.ask("HLEN weir:carts:young")).isEqualTo(":1\r\n");
        assertThat(redis.ask("HLEN weir:sessions:young")).isEqualTo(":1\r\n");
        assertThat(cart(other)).isEqualTo(EMPTY);
    }

    @Test
    void whoIsErasedWhileTheServerIsStoppedIsForgottenInRedisToo() throws Exception {
        push(one, "cart", "a", 1);
        awaitCart(other, line("a", 1));
        one.close();
        WeirConfig config = new ConfigReader(
                        Map.of("WEIR_DATA", dir.resolve("one").toString()))
                .read("weir.yaml", CONFIG.formatted(redis.url()));
        Wiring.erase(config, new Person("shop", Person.Kind.DEVICE, "7rjVGhMykT"));

        assertThat(redis.ask("HLEN weir:carts:young")).isEqualTo(":1\r\n");
        assertThat(cart(other)).isEqualTo(EMPTY);
    }

    private static void push(LocalWeir weir, String event, String item, int amount) throws Exception {
        String json = "{\"event\":\"%s\",\"shop_id\":\"shop\",\"did\":\"7rjVGhMykT\","
                + "\"items\":[{\"id\":\"%s\",\"amount\":%d}]}";
        assertThat(weir.post("/push", json.formatted(event, item, amount)).statusCode())
                .isEqualTo(200);
    }

    private static void awaitCart(LocalWeir weir, String wanted) {
        Await.until(wanted + " is in the cart", () -> cart(weir).contains(wanted));
    }

    private static String cart(LocalWeir weir) throws Exception {
        return weir.get("/products/cart?shop_id=shop&did=7rjVGhMykT").body();
    }

    private static String line(String item, int quantity) {
        return "{\"uniqid\":\"" + item + "\",\"quantity\":" + quantity + "}";
    }
}
