package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.redis.RedisProcess;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event that comes to one server, and again to another. */
final class SharedRepetitionIT {

    private static final String CONFIG = """
            redis: {url: '%s', nodes: 2}
            sinks: [{name: files, type: file, dir: events}]
            sections: [{name: shop, personaclick: [{shop-id: a}], sinks: [files]}]
            """;
    private static final String PURCHASE = "{\"event\":\"purchase\",\"shop_id\":\"a\",\"did\":\"7rjVGhMykT\","
            + "\"seance\":\"R5eQXkrKCf\",\"items\":[{\"id\":\"1\",\"amount\":1,\"price\":5}],\"order_id\":\"N%d\","
            + "\"order_price\":5}";
    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"a\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}";

    @TempDir
    private Path dir;

    @Test
    void eventThatAnotherServerHasAcceptedIsARepetition() throws Exception {
        try (RedisProcess redis = RedisProcess.running();
                LocalWeir one = LocalWeir.start(dir.resolve("one"), CONFIG.formatted(redis.url()));
                LocalWeir other = LocalWeir.start(dir.resolve("other"), CONFIG.formatted(redis.url()))) {
            assertThat(verdict(one.post("/push", PURCHASE.formatted(1), "Weir-Verdicts", "1")))
                    .isEqualTo("200 accepted");
            Await.until(
                    "the other knows", () -> redis.ask("HVALS weir:keys:young").contains("\r\nk"));
            HttpResponse<String> again = other.post("/push", PURCHASE.formatted(1), "Weir-Verdicts", "1");

            assertThat(verdict(again)).isEqualTo("200 duplicate");
            assertThat(verdict(other.post("/push", PURCHASE.formatted(1), "Weir-Verdicts", "1")))
                    .as("which it knows by itself now")
                    .isEqualTo("200 duplicate");
            assertThat(verdict(other.post("/push", PURCHASE.formatted(2), "Weir-Verdicts", "1")))
                    .isEqualTo("200 accepted");
            assertThat(other.scrape().sum("weir_duplicates_total")).isEqualTo(2);
            assertThat(other.scrape().sum("weir_repetitions_shared_total", "standing=\"kept\""))
                    .isEqualTo(1);
        }
    }

    @Test
    void theHeadersKeyIsSharedTooAndWithoutRedisEachGoesByItsOwn() throws Exception {
        try (RedisProcess redis = RedisProcess.running();
                LocalWeir one = LocalWeir.start(dir.resolve("one"), CONFIG.formatted(redis.url()));
                LocalWeir other = LocalWeir.start(dir.resolve("other"), CONFIG.formatted(redis.url()))) {
            assertThat(verdict(one.post("/push", VIEW, "Weir-Verdicts", "1", "Idempotency-Key", "k1")))
                    .isEqualTo("200 accepted");
            Await.until(
                    "the other knows", () -> redis.ask("HVALS weir:keys:young").contains("\r\nk"));
            assertThat(verdict(other.post("/push", VIEW, "Weir-Verdicts", "1", "Idempotency-Key", "k1")))
                    .isEqualTo("200 duplicate");

            redis.kill();
            assertThat(verdict(one.post("/push", VIEW, "Weir-Verdicts", "1", "Idempotency-Key", "k2")))
                    .isEqualTo("200 accepted");
            assertThat(verdict(one.post("/push", VIEW, "Weir-Verdicts", "1", "Idempotency-Key", "k2")))
                    .isEqualTo("200 duplicate");
            assertThat(verdict(other.post("/push", VIEW, "Weir-Verdicts", "1", "Idempotency-Key", "k2")))
                    .isEqualTo("200 accepted");
            assertThat(one.scrape().sum("weir_repetitions_shared_total", "standing=\"unknown\""))
                    .isEqualTo(1);
        }
    }

    private static String verdict(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("weir-verdicts").orElse("");
    }
}
