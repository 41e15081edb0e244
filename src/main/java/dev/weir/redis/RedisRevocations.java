package dev.weir.redis;

import dev.weir.ingest.key.Revocation;
import dev.weir.ingest.key.RevocationStore;
import dev.weir.ingest.key.SharedRevocations;
import io.vertx.core.Future;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Revoked keys in Redis: their public ids, each until the key itself has expired. Confined to the link's loop. */
final class RedisRevocations implements RevocationStore {

    private final RedisLink link;
    private final String key;
    private final RedisScript script = RedisScript.of("revoked.lua");

    RedisRevocations(RedisLink link, String prefix) {
        this.link = link;
        this.key = prefix + "revoked";
    }

    /** The script is there. */
    Future<Void> prepare(RedisConnection connection) {
        return script.prepare(connection);
    }

    @Override
    public void exchange(String version, List<Revocation> added, Consumer<@Nullable Told> answered) {
        Request request = script.call(key).arg(version).arg(SharedRevocations.MAX_KNOWN);
        for (Revocation each : added) {
            request.arg(each.id()).arg(each.until().toEpochMilli());
        }
        link.send(request, reply -> answered.accept(reply == null ? null : told(version, reply)));
    }

    private static Told told(String version, Response reply) {
        String now = reply.get(0).toString();
        if (now.equals(version)) {
            return new Told(version, null);
        }
        List<Revocation> all = new ArrayList<>();
        for (int i = 1; i + 1 < reply.size(); i += 2) {
            Revocation read = tryRead(reply.get(i).toString(), reply.get(i + 1).toString());
            if (read != null) {
                all.add(read);
            }
        }
        return new Told(now, all);
    }

    /** Null for what is none: somebody else has written there. */
    private static @Nullable Revocation tryRead(String id, String until) {
        try {
            return new Revocation(id, Instant.ofEpochMilli(Long.parseLong(until)));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
