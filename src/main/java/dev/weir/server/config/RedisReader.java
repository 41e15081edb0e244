package dev.weir.server.config;

import dev.weir.lease.LeaseOptions;
import dev.weir.lease.WhenLost;
import dev.weir.redis.RedisOptions;
import dev.weir.redis.RedisServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which Redis is shared with other nodes, if one is. */
final class RedisReader {

    private RedisReader() {}

    static @Nullable RedisOptions read(ConfigNode root) throws ConfigException {
        boolean isWanted = root.has("redis");
        ConfigNode redis = root.node("redis");
        if (!isWanted) {
            return null;
        }
        RedisOptions read = new RedisOptions(
                server(redis),
                redis.flag("fail-fast", true),
                redis.duration(
                        "timeout", RedisOptions.DEFAULT_TIMEOUT, RedisOptions.LEAST_TIMEOUT, RedisOptions.MOST_TIMEOUT),
                redis.duration(
                        "answer-within",
                        RedisOptions.DEFAULT_ANSWER_WITHIN,
                        RedisOptions.LEAST_ANSWER_WITHIN,
                        RedisOptions.MOST_ANSWER_WITHIN),
                nodes(redis),
                redis.choice("when-lost", WhenLost.SHARE, List.of(WhenLost.values())),
                String.valueOf(redis.text("prefix", RedisOptions.DEFAULT_PREFIX)),
                redis.count("max-budgets", LeaseOptions.DEFAULT_MAX_BUDGETS));
        redis.refuseUnknownKeys();
        return read;
    }

    /** No default: a wrong one would give away too much, or too little, when it matters. */
    private static int nodes(ConfigNode redis) throws ConfigException {
        if (!redis.has("nodes")) {
            throw redis.error("nodes", "missing", "how many nodes share it");
        }
        return redis.count("nodes", 0);
    }

    private static RedisServer server(ConfigNode redis) throws ConfigException {
        String trust = redis.text("trust", null);
        try {
            return new RedisServer(
                    url(redis),
                    redis.text("user", null),
                    redis.text("password", null),
                    trust == null ? null : Path.of(trust));
        } catch (InvalidPathException invalid) {
            throw redis.error("trust", String.valueOf(trust), "a path");
        }
    }

    private static URI url(ConfigNode redis) throws ConfigException {
        try {
            return new URI(redis.text("url"));
        } catch (URISyntaxException malformed) {
            // Without the text: it may hold a secret.
            throw redis.error("url", "<withheld>", RedisServer.URL_EXPECTED);
        }
    }
}
