package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.ingest.identity.SharedSessions.Known;
import dev.weir.ingest.identity.SharedSessions.Opening;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes' sessions in a real Redis. */
final class RedisSessionsIT {

    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    private final RedisPair pair = new RedisPair();

    @Test
    void sessionThatWasThereFirstGoesOn() throws Exception {
        assertThat(open(pair.one(), wanted("s1", "client 1", HOUR))).isEqualTo(new Known("s1", "client 1", true));
        assertThat(open(pair.other(), wanted("s2", null, HOUR))).isEqualTo(new Known("s1", "client 1", false));
        assertThat(tell(pair.other(), wanted("s2", "client 2", HOUR))).isEqualTo(new Known("s1", "client 2", false));
        assertThat(tell(pair.one(), wanted("s1", null, HOUR))).isEqualTo(new Known("s1", "client 2", false));
        assertThat(pair.one().asked("begun")).isEqualTo(1);
        assertThat(pair.other().asked("found")).isEqualTo(1);
    }

    @Test
    void sessionThatHasEndedGivesWayAndItsIdsAreNotUsedTwice() throws Exception {
        open(pair.one(), wanted("s1", "c1", HOUR));
        assertThat(open(pair.other(), wanted("s1", null, Duration.ZERO)).id()).isEqualTo("otherwise");
        open(pair.one(), new Opening("shop", "device", "s3", "s4", "c3", Duration.ZERO));

        assertThat(open(pair.other(), wanted("c3", null, Duration.ZERO)).id()).isEqualTo("otherwise");
        assertThat(open(pair.other(), wanted("s5", null, Duration.ZERO)).id()).isEqualTo("s5");
    }

    @Test
    void sessionThatTakesThePlaceOfAnotherIsTheOneThatGoesOn() throws Exception {
        open(pair.one(), wanted("s1", null, HOUR));
        pair.other().sharing().sessions().replace(wanted("s2", null, HOUR));

        Await.until(
                "it has", () -> open(pair.one(), wanted("s1", null, HOUR)).id().equals("s2"));
    }

    @Test
    void whatSomebodyElseWroteThereIsNoSession() throws Exception {
        open(pair.one(), wanted("s1", null, HOUR));
        String device = pair.redis()
                .ask("HKEYS weir:sessions:young")
                .lines()
                .filter(line -> line.length() == 22)
                .findFirst()
                .orElseThrow();
        pair.redis().ask("HSET weir:sessions:young " + device + " rubbish");

        assertThat(open(pair.one(), wanted("s2", null, HOUR))).isEqualTo(new Known("s2", null, true));
    }

    @Test
    void thereAreNeverMoreThanTwiceAsManyAndAllHaveAnEnd() throws Exception {
        for (int i = 0; i < 500; i++) {
            open(pair.one(), new Opening("shop", "device-" + i, "s" + i, "s" + i, null, HOUR));
        }

        assertThat(count("young") + count("old")).isBetween(RedisNode.MAX, 2 * RedisNode.MAX + 3);
        assertThat(open(pair.other(), new Opening("shop", "device-420", "x", "x", null, HOUR))
                        .id())
                .isEqualTo("s420");
        assertThat(pair.redis().ask("PTTL weir:sessions:young")).doesNotContain("-");
        assertThat(pair.redis().ask("PTTL weir:sessions:old")).doesNotContain("-");
    }

    @Test
    void whoeverWaitsGoesOnOnceWithoutAnAnswer() throws Exception {
        pair.redis().halt();
        AtomicInteger wentOn = new AtomicInteger();
        CompletableFuture<Known> learned = new CompletableFuture<>();
        pair.one().sharing().sessions().open(wanted("s1", null, HOUR), learned::complete, wentOn::incrementAndGet);
        Await.until("it goes on", () -> wentOn.get() == 1);
        Await.until(
                "it is known that nobody is there",
                () -> !pair.one().sharing().sessions().isReachable());
        pair.redis().goOn();
        Await.until("somebody is", () -> pair.one().sharing().sessions().isReachable());
        open(pair.one(), wanted("s2", null, HOUR));

        assertThat(wentOn).hasValue(1);
        assertThat(learned).isNotDone();
        assertThat(pair.one().asked("late")).isEqualTo(1);
    }

    @Test
    void whoTellsHearsThatNobodyIsThere() throws Exception {
        pair.redis().halt();

        assertThat(tell(pair.one(), wanted("s1", null, HOUR))).isNull();
        pair.redis().goOn();
    }

    private int count(String hash) throws Exception {
        return Integer.parseInt(pair.redis().ask("HLEN weir:sessions:" + hash).replaceAll("\\D", ""));
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
