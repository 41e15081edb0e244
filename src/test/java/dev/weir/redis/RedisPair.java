package dev.weir.redis;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real Redis for each test, and two nodes that share it. */
final class RedisPair implements BeforeEachCallback, AfterEachCallback {

    private RedisProcess redis;
    private RedisNode one;
    private RedisNode other;

    RedisProcess redis() {
        return redis;
    }

    RedisNode one() {
        return one;
    }

    RedisNode other() {
        return other;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        redis = RedisProcess.running();
        one = RedisNode.of(redis, 1);
        other = RedisNode.of(redis, 2);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        one.close();
        other.close();
        redis.close();
    }
}
