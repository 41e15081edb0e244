package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.lease.WhenLost;
import dev.weir.state.SharedKeys.Standing;
import dev.weir.state.StateOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes' idempotency keys in a real Redis. */
final class RedisKeysIT {

    private static final Duration DAY = Duration.ofDays(1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private RedisProcess redis;

    @BeforeEach
    void startRedis() throws Exception {
        redis = RedisProcess.running();
        opened.add(redis);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void keyIsOneNodesUntilItIsKeptOrDropped() throws Exception {
        RedisSharing one = node(1, DAY, 100);
        RedisSharing other = node(2, DAY, 100);

        assertThat(claim(one, "a")).isEqualTo(Standing.FREE);
        assertThat(claim(other, "a")).isEqualTo(Standing.UNDER_WAY);
        assertThat(claim(one, "a")).as("that lost the answer, and asks again").isEqualTo(Standing.FREE);
        one.keys().drop("a");
        assertThat(claim(one, "b")).isEqualTo(Standing.FREE);
        assertThat(claim(other, "a")).isEqualTo(Standing.FREE);
        one.keys().drop("a");
        assertThat(claim(one, "a")).as("dropped by whose it is not").isEqualTo(Standing.UNDER_WAY);
        other.keys().keep("a");
        assertThat(claim(other, "b")).isEqualTo(Standing.UNDER_WAY);
        assertThat(claim(one, "a")).isEqualTo(Standing.KEPT);
        other.keys().drop("a");
        assertThat(claim(other, "a")).isEqualTo(Standing.KEPT);
    }

    @Test
    void whatWasKeptLongAgoIsFree() throws Exception {
        RedisSharing one = node(1, Duration.ofMillis(200), 100);
        one.keys().keep("a");

        Await.until("it is free", () -> claim(one, "a") == Standing.FREE);
    }

    @Test
    void thereAreNeverMoreThanTwiceAsMany() throws Exception {
        RedisSharing one = node(1, DAY, 100);
        for (int i = 0; i < 1_000; i++) {
            one.keys().keep("key-" + i);
        }

        assertThat(claim(one, "key-999")).isEqualTo(Standing.KEPT);
        assertThat(claim(one, "key-900")).isEqualTo(Standing.KEPT);
        assertThat(claim(one, "key-0")).isEqualTo(Standing.FREE);
        assertThat(count("young") + count("old")).isBetween(100, 203);
        assertThat(redis.ask("PTTL weir:keys:young")).doesNotContain("-1");
        assertThat(redis.ask("PTTL weir:keys:old")).doesNotContain("-1");
    }

    @Test
    void withoutRedisNothingIsKnown() throws Exception {
        RedisSharing one = node(1, DAY, 100);
        redis.halt();
        Standing standing = claim(one, "a");

        assertThat(standing).isEqualTo(Standing.UNKNOWN);
        assertThat(claim(one, "b")).isEqualTo(Standing.UNKNOWN);
        assertThat(meters.get("weir.repetitions.shared")
                        .tag("standing", "unknown")
                        .counter()
                        .count())
                .isEqualTo(2);
        redis.goOn();
    }

    private int count(String hash) throws Exception {
        return Integer.parseInt(redis.ask("HLEN weir:keys:" + hash).replaceAll("\\D", ""));
    }

    private static Standing claim(RedisSharing node, String key) throws Exception {
        CompletableFuture<Standing> answer = new CompletableFuture<>();
        node.keys().claim(key, answer::complete);
        return answer.get(5, TimeUnit.SECONDS);
    }

    private RedisSharing node(int number, Duration window, int maxKeys) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        opened.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS));
        RedisOptions options = new RedisOptions(
                RedisServer.at(URI.create(redis.url())),
                true,
                RedisOptions.DEFAULT_TIMEOUT,
                RedisOptions.DEFAULT_ANSWER_WITHIN,
                2,
                WhenLost.SHARE,
                RedisOptions.DEFAULT_PREFIX,
                10);
        RedisSharing sharing = RedisSharing.open(
                vertx,
                options,
                StateOptions.DEFAULT.withKeys(maxKeys, window),
                100,
                System::nanoTime,
                new SplittableRandom(number),
                meters);
        sharing.connect().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        return sharing;
    }
}
