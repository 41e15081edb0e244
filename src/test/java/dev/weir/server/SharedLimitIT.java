package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.redis.RedisProcess;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that share their sections' limits through a real Redis. */
final class SharedLimitIT {

    private static final int NODES = 3;
    /** A machine with much else to do must not lose sight of Redis: what a server held then is given up. */
    private static final String CONFIG = """
            redis: {url: '%s', nodes: 3, timeout: 2s, fail-fast: %s}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - {name: shop, personaclick: [{shop-id: a}], sinks: [files], limit: {refill: 1, capacity: 90}}
            """;

    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"a\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}";

    private final List<LocalWeir> nodes = new ArrayList<>();
    private RedisProcess redis;

    @TempDir
    private Path dir;

    @BeforeEach
    void findRedis() throws Exception {
        redis = RedisProcess.ofFreePort();
    }

    @AfterEach
    void close() {
        nodes.forEach(LocalWeir::close);
        redis.close();
    }

    @Test
    void threeServersGiveOneCapacityTogether() throws Exception {
        redis.start();
        start(true);
        long began = System.nanoTime();
        int accepted = 0;
        for (int i = 0; i < 120; i++) {
            for (LocalWeir node : nodes) {
                accepted += node.post("/push", VIEW).statusCode() == 200 ? 1 : 0;
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;

        assertThat(accepted).isBetween(85, (int) Math.ceil(90 + seconds + NODES));
        assertThat(budgets(nodes.get(0), "lease")).isEqualTo(1);
        assertThat(budgets(nodes.get(0), "part")).isZero();
        assertThat(nodes.get(0).post("/push", VIEW).headers().firstValue("ratelimit-policy"))
                .contains("\"default\";q=90;w=90");
    }

    @Test
    void whatAnOperatorSetsOnOneServerHoldsOnAll() throws Exception {
        redis.start();
        start(true);
        for (LocalWeir node : nodes) {
            assertThat(node.post("/push", VIEW).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> set =
                nodes.get(1).admin().send("PUT", "/api/sections/shop/limit", "{\"refill\":1000,\"capacity\":1000}");

        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        Await.until("all have it", () -> {
            for (LocalWeir node : nodes) {
                node.post("/push", VIEW);
                if (!node.admin().get("/api/sections").body().contains("\"refill\":1000,\"capacity\":1000")) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void withoutRedisAServerSaysThatItGoesByItsShare() throws Exception {
        redis.start();
        start(true);
        LocalWeir node = nodes.get(0);
        node.post("/push", VIEW);
        redis.kill();
        Await.until("it goes by its part", () -> budgets(node, "part") == 1);
        assertThat(node.scrape().sum("weir_redis_up")).isZero();
        HttpResponse<String> refused = node.post("/push", VIEW);
        while (refused.statusCode() == 200) {
            refused = node.post("/push", VIEW);
        }

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("ratelimit-policy")).contains("\"share\";q=30;w=30");
        assertThat(refused.headers().firstValue("ratelimit")).contains("\"share\";r=0;t=3");
        assertThat(refused.headers().firstValue("retry-after")).contains("3");

        redis.start();
        Await.until("it shares again", () -> budgets(node, "part") == 0);
        assertThat(node.scrape().sum("weir_redis_up")).isOne();
    }

    @Test
    void aStartWithoutRedisFailsAndNamesIt() {
        assertThatThrownBy(() -> LocalWeir.start(dir.resolve("data"), config(true)))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(
                        "redis.url: " + redis.url() + " (expected: a Redis that answers, or fail-fast: false): ");
    }

    @Test
    void aStartWithoutRedisGoesByItsShareWhereThatIsWanted() throws Exception {
        start(false);
        LocalWeir node = nodes.get(0);

        assertThat(node.post("/push", VIEW).statusCode()).isEqualTo(200);
        assertThat(budgets(node, "part")).isEqualTo(1);

        redis.start();
        Await.until("it shares", () -> budgets(node, "part") == 0);
    }

    private void start(boolean isFailFast) throws Exception {
        for (int i = 0; i < NODES; i++) {
            nodes.add(LocalWeir.start(dir.resolve("data-" + i), config(isFailFast)));
        }
    }

    private String config(boolean isFailFast) {
        return CONFIG.formatted(redis.url(), isFailFast);
    }

    private static double budgets(LocalWeir node, String by) {
        return node.scrape().sum("weir_budgets", "by=\"" + by + "\"");
    }
}
