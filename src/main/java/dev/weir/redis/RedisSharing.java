package dev.weir.redis;

import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.identity.SharedSessions;
import dev.weir.ingest.key.RevocationStore;
import dev.weir.lease.Lessor;
import dev.weir.state.SharedCarts;
import dev.weir.state.SharedKeys;
import dev.weir.state.StateOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What nodes share by one Redis, over one connection. */
public final class RedisSharing implements AutoCloseable {

    private static final Duration OFTEN = Duration.ofMillis(250);

    private final RedisLink link;
    private final SharedBudgets budgets;
    private final RedisKeys keys;
    private final RedisRevocations revocations;
    private final RedisSessions sessions;
    private final RedisCarts carts;

    private RedisSharing(
            RedisLink link,
            SharedBudgets budgets,
            RedisKeys keys,
            RedisRevocations revocations,
            RedisSessions sessions,
            RedisCarts carts) {
        this.link = link;
        this.budgets = budgets;
        this.keys = keys;
        this.revocations = revocations;
        this.sessions = sessions;
        this.carts = carts;
    }

    /**
     * What is not connected yet: {@link #connect}.
     *
     * @param vertx that has a loop for it
     * @param bounds of keys and carts there
     * @param maxSessions of how many devices the session is known
     * @param random for the node's name, and for waits; used on that loop from now on
     */
    public static RedisSharing open(
            Vertx vertx,
            RedisOptions options,
            StateOptions bounds,
            int maxSessions,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry meters) {
        String node = Long.toHexString(random.nextLong());
        RedisLink link = new RedisLink(vertx, options, nanoTime, random, meters);
        return new RedisSharing(
                link,
                new SharedBudgets(link, options, node, nanoTime, random, meters),
                new RedisKeys(link, options.prefix(), node, bounds.keyWindow(), bounds.maxKeys(), meters),
                new RedisRevocations(link, options.prefix()),
                new RedisSessions(link, options, Identities.MAX_SESSION_IDLE, maxSessions, meters),
                new RedisCarts(link, options, node, bounds, nanoTime, meters));
    }

    /** What becomes of the first attempt to connect; failed with what was wrong. It goes on trying. */
    public Future<Void> connect() {
        // All at once, since each on its own would take a round trip.
        link.use(
                connection -> Future.all(List.of(
                                budgets.prepare(connection),
                                keys.prepare(connection),
                                revocations.prepare(connection),
                                sessions.prepare(connection),
                                carts.prepare(connection)))
                        .mapEmpty(),
                List.of(budgets, carts));
        return link.start();
    }

    public Lessor lessor() {
        return budgets.lessor();
    }

    public SharedKeys keys() {
        return keys;
    }

    /** Where to tell of revoked keys; to be asked from what {@link #often} runs. */
    public RevocationStore revocations() {
        return revocations;
    }

    public SharedSessions sessions() {
        return sessions;
    }

    public SharedCarts carts() {
        return carts;
    }

    /** Runs an action four times a second, always on the connection's own thread, until this is closed. */
    public void often(Runnable action) {
        link.often(OFTEN, action);
    }

    /** What is held is given up when its term ends. */
    @Override
    public void close() {
        link.close();
    }
}
