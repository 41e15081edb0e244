package dev.weir.redis;

import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.identity.SharedSessions;
import dev.weir.ingest.key.RevocationStore;
import dev.weir.lease.Lessor;
import dev.weir.state.SharedKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
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

    private RedisSharing(
            RedisLink link,
            SharedBudgets budgets,
            RedisKeys keys,
            RedisRevocations revocations,
            RedisSessions sessions) {
        this.link = link;
        this.budgets = budgets;
        this.keys = keys;
        this.revocations = revocations;
        this.sessions = sessions;
    }

    /**
     * What is not connected yet: {@link #connect}.
     *
     * @param vertx that has a loop for it
     * @param bounds of what is kept there
     * @param random for the node's name, and for waits; used on that loop from now on
     */
    public static RedisSharing open(
            Vertx vertx,
            RedisOptions options,
            Bounds bounds,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry meters) {
        String node = Long.toHexString(random.nextLong());
        RedisLink link = new RedisLink(vertx, options, nanoTime, random, meters);
        return new RedisSharing(
                link,
                new SharedBudgets(link, options, node, nanoTime, random, meters),
                new RedisKeys(link, options.prefix(), node, bounds.keyWindow, bounds.maxKeys, meters),
                new RedisRevocations(link, options.prefix()),
                new RedisSessions(link, options, Identities.MAX_SESSION_IDLE, bounds.maxSessions, meters));
    }

    /** What becomes of the first attempt to connect; failed with what was wrong. It goes on trying. */
    public Future<Void> connect() {
        link.use(
                connection -> budgets.prepare(connection)
                        .compose(unused -> keys.prepare(connection))
                        .compose(unused -> revocations.prepare(connection))
                        .compose(unused -> sessions.prepare(connection)),
                budgets);
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

    /** Runs an action four times a second, always on the connection's own thread, until this is closed. */
    public void often(Runnable action) {
        link.often(OFTEN, action);
    }

    /** What is held is given up when its term ends. */
    @Override
    public void close() {
        link.close();
    }

    /**
     * How much is kept.
     *
     * @param keyWindow for how long an idempotency key counts
     * @param maxKeys how many there may be
     * @param maxSessions of how many devices the session is known
     */
    public record Bounds(Duration keyWindow, int maxKeys, int maxSessions) {}
}
