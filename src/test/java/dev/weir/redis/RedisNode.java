package dev.weir.redis;

import dev.weir.lease.WhenLost;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One of several nodes that share a real Redis. */
final class RedisNode implements AutoCloseable {

    /** Of whatever is bounded in count. */
    static final int MAX = 100;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final RedisSharing sharing;

    private RedisNode(RedisProcess redis, int number) {
        RedisOptions options = new RedisOptions(
                URI.create(redis.url()),
                null,
                true,
                RedisOptions.DEFAULT_TIMEOUT,
                Duration.ofSeconds(2),
                2,
                WhenLost.SHARE,
                RedisOptions.DEFAULT_PREFIX,
                10);
        sharing = RedisSharing.open(
                vertx,
                options,
                new RedisSharing.Bounds(Duration.ofDays(1), MAX, MAX),
                System::nanoTime,
                new SplittableRandom(number),
                meters);
    }

    /** One that is connected. */
    static RedisNode of(RedisProcess redis, int number) throws Exception {
        RedisNode node = new RedisNode(redis, number);
        node.sharing.connect().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        return node;
    }

    RedisSharing sharing() {
        return sharing;
    }

    /** Requests that waited for a session. */
    double asked(String outcome) {
        return meters.get("weir.sessions.shared")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** On the connection's own thread, which is the only one. */
    void run(Runnable action) {
        vertx.runOnContext(unused -> action.run());
    }

    @Override
    public void close() {
        sharing.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }
}
