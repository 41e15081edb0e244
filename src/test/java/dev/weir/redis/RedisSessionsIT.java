package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.ingest.identity.SharedSessions.Known;
import dev.weir.ingest.identity.SharedSessions.Opening;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes' sessions in a real Redis. */
final class RedisSessionsIT {

    private static final Duration HOUR = Duration.ofHours(1);

    private RedisProcess redis;
    private RedisNode one;
    private RedisNode other;

    @BeforeEach
    void startRedis() throws Exception {
        redis = RedisProcess.running();
        one = RedisNode.of(redis, 1);
        other = RedisNode.of(redis, 2);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        redis.close();
    }

    @Test
    void sessionThatWasThereFirstGoesOn() throws Exception {
        assertThat(open(one, wanted("s1", "client 1", HOUR))).isEqualTo(new Known("s1", "client 1", true));
        assertThat(open(other, wanted("s2", null, HOUR))).isEqualTo(new Known("s1", "client 1", false));
        assertThat(tell(other, wanted("s2", "client 2", HOUR))).isEqualTo(new Known("s1", "client 2", false));
        assertThat(tell(one, wanted("s1", null, HOUR))).isEqualTo(new Known("s1", "client 2", false));
        assertThat(one.asked("begun")).isEqualTo(1);
        assertThat(other.asked("found")).isEqualTo(1);
    }

    @Test
    void sessionThatHasEndedGivesWayAndItsIdsAreNotUsedTwice() throws Exception {
        open(one, wanted("s1", "c1", HOUR));
        assertThat(open(other, wanted("s1", null, Duration.ZERO)).id()).isEqualTo("otherwise");
        open(one, new Opening("shop", "device", "s3", "s4", "c3", Duration.ZERO));

        assertThat(open(other, wanted("c3", null, Duration.ZERO)).id()).isEqualTo("otherwise");
        assertThat(open(other, wanted("s5", null, Duration.ZERO)).id()).isEqualTo("s5");
    }

    @Test
    void sessionThatTakesThePlaceOfAnotherIsTheOneThatGoesOn() throws Exception {
        open(one, wanted("s1", null, HOUR));
        other.sharing().sessions().replace(wanted("s2", null, HOUR));

        Await.until("it has", () -> open(one, wanted("s1", null, HOUR)).id().equals("s2"));
    }

    @Test
    void whatSomebodyElseWroteThereIsNoSession() throws Exception {
        open(one, wanted("s1", null, HOUR));
        String device = redis.ask("HKEYS weir:sessions:young")
                .lines()
                .filter(line -> line.length() == 22)
                .findFirst()
                .orElseThrow();
        redis.ask("HSET weir:sessions:young " + device + " rubbish");

        assertThat(open(one, wanted("s2", null, HOUR))).isEqualTo(new Known("s2", null, true));
    }

    @Test
    void thereAreNeverMoreThanTwiceAsManyAndAllHaveAnEnd() throws Exception {
        for (int i = 0; i < 500; i++) {
            open(one, new Opening("shop", "device-" + i, "s" + i, "s" + i, null, HOUR));
        }

        assertThat(count("young") + count("old")).isBetween(RedisNode.MAX, 2 * RedisNode.MAX + 3);
        assertThat(open(other, new Opening("shop", "device-420", "x", "x", null, HOUR))
                        .id())
                .isEqualTo("s420");
        assertThat(redis.ask("PTTL weir:sessions:young")).doesNotContain("-");
        assertThat(redis.ask("PTTL weir:sessions:old")).doesNotContain("-");
    }

    @Test
    void whoeverWaitsGoesOnOnceWithoutAnAnswer() throws Exception {
        redis.halt();
        AtomicInteger wentOn = new AtomicInteger();
        CompletableFuture<Known> learned = new CompletableFuture<>();
        one.sharing().sessions().open(wanted("s1", null, HOUR), learned::complete, wentOn::incrementAndGet);
        Await.until("it goes on", () -> wentOn.get() == 1);
        Await.until(
                "it is known that nobody is there",
                () -> !one.sharing().sessions().isReachable());
        redis.goOn();
        Await.until("somebody is", () -> one.sharing().sessions().isReachable());
        open(one, wanted("s2", null, HOUR));

        assertThat(wentOn).hasValue(1);
        assertThat(learned).isNotDone();
        assertThat(one.asked("late")).isEqualTo(1);
    }

    @Test
    void whoTellsHearsThatNobodyIsThere() throws Exception {
        redis.halt();

        assertThat(tell(one, wanted("s1", null, HOUR))).isNull();
        redis.goOn();
    }

    private int count(String hash) throws Exception {
        return Integer.parseInt(redis.ask("HLEN weir:sessions:" + hash).replaceAll("\\D", ""));
    }

    static Opening wanted(String id, String clientId, Duration idle) {
        return new Opening("shop", "device", id, "otherwise", clientId, idle);
    }

    private static Known open(RedisNode node, Opening opening) throws Exception {
        CompletableFuture<Known> answer = new CompletableFuture<>();
        CompletableFuture<Known> waited = new CompletableFuture<>();
        node.sharing().sessions().open(opening, answer::complete, () -> waited.complete(answer.getNow(null)));
        return waited.get(10, TimeUnit.SECONDS);
    }

    private static Known tell(RedisNode node, Opening opening) throws Exception {
        CompletableFuture<Known> answer = new CompletableFuture<>();
        node.sharing().sessions().tell(opening, answer::complete);
        return answer.get(10, TimeUnit.SECONDS);
    }
}
