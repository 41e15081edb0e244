package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.Await;
import dev.weir.redis.RedisProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor who sends no session id, and whose requests come to two servers. */
final class SharedSessionIT {

    /** Budgets begin empty in a Redis that is back with nothing: the limit only counts, since a refusal is not what this is about. */
    private static final String CONFIG = """
            redis: {url: '%s', nodes: 2, answer-within: 1s, timeout: 500ms}
            sinks: [{name: files, type: file, dir: events}]
            sections: [{name: shop, personaclick: [{shop-id: a}], sinks: [files], limit: {mode: shadow}}]
            """;

    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"a\",\"did\":\"%s\",\"items\":[{\"id\":\"1\"}]}";

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
    void eventsOnBothAreOfOneSession() throws Exception {
        view(one, "7rjVGhMykT");
        view(other, "7rjVGhMykT");
        view(one, "7rjVGhMykT");

        List<String> sessions = sessions(one, 2);
        sessions.addAll(sessions(other, 1));
        assertThat(sessions).doesNotContainNull();
        assertThat(sessions).containsOnly(sessions.get(0));
        assertThat(other.scrape().sum("weir_sessions_shared_total", "outcome=\"found\""))
                .isEqualTo(1);
        assertThat(redis.ask("HGETALL weir:sessions:young")).doesNotContain("7rjVGhMykT");
    }

    @Test
    void sessionGoesOnAfterARestart() throws Exception {
        view(one, "7rjVGhMykT");
        String session = sessions(one, 1).get(0);
        other.close();
        other = LocalWeir.start(dir.resolve("other"), CONFIG.formatted(redis.url()));
        view(other, "7rjVGhMykT");

        assertThat(sessions(other, 1)).containsExactly(session);
    }

    @Test
    void withoutRedisEachHasItsOwnAndOneOfThemGoesOnWhenItIsBack() throws Exception {
        redis.kill();
        Await.until(
                "it is lost",
                () -> one.scrape().sum("weir_redis_up") + other.scrape().sum("weir_redis_up") == 0);
        view(one, "7rjVGhMykT");
        view(other, "7rjVGhMykT");
        assertThat(sessions(other, 1)).doesNotContainAnyElementsOf(sessions(one, 1));
        redis.start();
        Await.until(
                "it is back",
                () -> one.scrape().sum("weir_redis_up") + other.scrape().sum("weir_redis_up") == 2);
        view(one, "7rjVGhMykT");
        Await.until("it is told", () -> redis.ask("EXISTS weir:sessions:young").equals(":1\r\n"));
        view(other, "7rjVGhMykT");
        Await.until("the other gives way", () -> other.scrape().sum("weir_sessions_adopted_total") == 1);
        view(other, "7rjVGhMykT");

        List<String> last = sessions(other, 3);
        assertThat(last.get(2)).isEqualTo(sessions(one, 1).get(0)).isNotEqualTo(last.get(0));
    }

    private static void view(LocalWeir weir, String did) throws Exception {
        assertThat(weir.post("/push", VIEW.formatted(did)).statusCode()).isEqualTo(200);
    }

    /** Of the events that a server has passed on, in order. */
    private static List<String> sessions(LocalWeir weir, int atLeast) throws Exception {
        Await.until("they are passed on", () -> weir.lines().size() >= atLeast);
        List<String> sessions = new ArrayList<>();
        for (String line : weir.lines()) {
            sessions.add(session(line));
        }
        return sessions;
    }

    private static String session(String line) throws Exception {
        try (JsonParser json = new JsonFactory().createParser(line)) {
            json.nextToken();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("sid")) {
                    return json.getText();
                }
                json.skipChildren();
            }
        }
        return null;
    }
}
