package dev.weir.redis;

import dev.weir.state.SharedKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Idempotency keys in Redis: bounded in count and in age. Where Redis does not answer in time, nothing is known. */
final class RedisKeys implements SharedKeys {

    /** Longer than a page waits, and the journal takes: a node that is gone then has not accepted it, or it comes twice. */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private final RedisLink link;
    private final String prefix;
    private final String node;
    private final long windowMillis;
    private final int maxKeys;
    private final RedisScript script = RedisScript.ofHashes("keys.lua");
    private final Map<Standing, Counter> outcomes = new EnumMap<>(Standing.class);
    /**
     * @param window for how long a key counts
     * @param maxKeys how many there may be, and as many again that are older
     */
    RedisKeys(RedisLink link, String prefix, String node, Duration window, int maxKeys, MeterRegistry meters) {
        this.link = link;
        this.prefix = prefix;
        this.node = node;
        this.windowMillis = window.toMillis();
        this.maxKeys = maxKeys;
        for (Standing standing : Standing.values()) {
            outcomes.put(
                    standing,
                    Counter.builder("weir.repetitions.shared")
                            .description("Events with a name of their own, by what other nodes knew of them")
                            .tag("standing", standing.label())
                            .register(meters));
        }
    }

    /** The script is there. */
    Future<Void> prepare(RedisConnection connection) {
        return script.prepare(connection);
    }

    @Override
    public void claim(String key, Consumer<Standing> answered) {
        // A request goes on where it came, and does not crowd the link's own loop.
        Context asker = Vertx.currentContext();
        link.execute(() -> link.send(request("claim", key), reply -> {
            Standing standing = standing(reply);
            Counter outcome = outcomes.get(standing);
            if (outcome != null) {
                outcome.increment();
            }
            if (asker == null) {
                answered.accept(standing);
            } else {
                asker.runOnContext(unused -> answered.accept(standing));
            }
        }));
    }

    @Override
    public void keep(String key) {
        tell("keep", key);
    }

    @Override
    public void drop(String key) {
        tell("drop", key);
    }

    private void tell(String what, String key) {
        link.execute(() -> link.send(request(what, key), unheard -> {}));
    }

    private Request request(String what, String key) {
        return script.call(prefix + "keys:young", prefix + "keys:old")
                .arg(what)
                .arg(key)
                .arg(node)
                .arg(CLAIM.toMillis())
                .arg(windowMillis)
                .arg(maxKeys);
    }

    private static Standing standing(@Nullable Response reply) {
        String label = reply == null ? "" : reply.toString();
        for (Standing standing : Standing.values()) {
            if (standing.label().equals(label)) {
                return standing;
            }
        }
        return Standing.UNKNOWN;
    }
}
