package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lease.WhenLost;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisOptionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0    | weir: | redis.nodes: 0 (expected: 1 to 1000)",
                "1001 | weir: | redis.nodes: 1001 (expected: 1 to 1000)",
                "3    | a b   | redis.prefix: a b (expected: at most 100 printable ASCII characters without a space)"
            })
    void whatMakesNoSenseIsNamed(int nodes, String prefix, String problem) {
        assertThatThrownBy(() -> options(nodes, prefix)).hasMessage(problem);
    }

    private static RedisOptions options(int nodes, String prefix) {
        return new RedisOptions(
                RedisServer.at(URI.create("redis://redis")),
                true,
                Duration.ofMillis(100),
                RedisOptions.DEFAULT_ANSWER_WITHIN,
                nodes,
                WhenLost.SHARE,
                prefix,
                10);
    }
}
