package dev.weir.redis;

import dev.weir.lease.WhenLost;
import dev.weir.state.StateOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
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

    static final int MAX_LINES = 4;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final RedisSharing sharing;

    private RedisNode(RedisProcess redis, int number, Duration delay) {
        RedisOptions options = new RedisOptions(
                RedisServer.at(URI.create(redis.url())),
                true,
                // Longer than by default: a machine with much else to do must not lose it.
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                2,
                WhenLost.SHARE,
                RedisOptions.DEFAULT_PREFIX,
                10);
        sharing = RedisSharing.open(
                vertx,
                options,
                StateOptions.DEFAULT.withCarts(MAX, MAX_LINES, Duration.ofDays(30)),
                MAX,
                () -> System.nanoTime() + (Context.isOnEventLoopThread() ? delay.toNanos() : 0),
                new SplittableRandom(number),
                meters);
    }

    /** One that is connected. */
    static RedisNode of(RedisProcess redis, int number) throws Exception {
        return of(redis, number, Duration.ZERO);
    }

    /** One that is connected, and whose connection gets to what it is told so much later, as far as it knows. */
    static RedisNode of(RedisProcess redis, int number, Duration delay) throws Exception {
        RedisNode node = new RedisNode(redis, number, delay);
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

    /** Questions for a cart. */
    double carts(String outcome) {
        return meters.get("weir.carts.shared").tag("outcome", outcome).counter().count();
    }

    double count(String counter) {
        return meters.get(counter).counter().count();
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
