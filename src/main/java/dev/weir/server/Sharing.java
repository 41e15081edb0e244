package dev.weir.server;

import dev.weir.ingest.key.SharedRevocations;
import dev.weir.redis.RedisOptions;
import dev.weir.redis.RedisSharing;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to what nodes share. Loaded where the config asks for it alone. */
final class Sharing {

    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(12);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private Sharing() {}

    /** @throws StartException if there is no Redis, and the config does not let it start without */
    static RedisSharing open(Basis basis, RedisOptions options, Stores stores, Transport transport)
            throws StartException {
        // A loop of its own: leases must not wait while a loop of requests is busy.
        Vertx vertx = Sockets.open(transport, 1);
        basis.closing().add(() -> Sockets.await(vertx.close(), CLOSE_LIMIT));
        RedisSharing sharing = basis.closing()
                .add(RedisSharing.open(
                        vertx,
                        options,
                        basis.config().state(),
                        basis.config().maxSessions(),
                        basis.nanoTime(),
                        new SplittableRandom(basis.random().nextLong()),
                        basis.registry()));
        // Also while there is no Redis: what is revoked then is told once there is one.
        sharing.often(
                new SharedRevocations(stores.apiKeys(), sharing.revocations(), basis.clock(), basis.registry())::round);
        stores.state().share(sharing.carts());
        String refusal = Sockets.refusal(sharing.connect(), CONNECT_LIMIT);
        if (refusal != null && options.failFast()) {
            throw new StartException(
                    1,
                    "redis.url: " + options.url() + " (expected: a Redis that answers, or fail-fast: false): "
                            + refusal,
                    null);
        }
        if (refusal != null) {
            LOG.warn(
                    "redis.absent url={} when-lost={} reason={}",
                    options.url(),
                    options.whenLost().label(),
                    refusal);
        }
        return sharing;
    }
}
