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

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final RedisSharing sharing;

    private RedisNode(RedisProcess redis, int number) {
        RedisOptions options = new RedisOptions(
                URI.create(redis.url()),
                null,
                true,
                RedisOptions.DEFAULT_TIMEOUT,
                2,
                WhenLost.SHARE,
                RedisOptions.DEFAULT_PREFIX,
                10);
        sharing = RedisSharing.open(
                vertx, options, Duration.ofDays(1), 100, System::nanoTime, new SplittableRandom(number), meters);
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

    SimpleMeterRegistry meters() {
        return meters;
    }

    /** On the connection's own thread, which is the only one. */
    void run(Runnable action) {
        vertx.runOnContext(unused -> action.run());
    }

    @Override
    public void close() throws Exception {
        sharing.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
