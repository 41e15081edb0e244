package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lease.WhenLost;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisOptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"redis://redis", "redis://redis:6379", "redis://10.0.0.1:6379/3", "redis://[::1]:6379/"})
    void aServerIsNamedByItsHost(String url) {
        assertThat(options(url, 3, "weir:").url()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://redis",
                "rediss://redis",
                "redis:redis",
                "redis://:secret@redis",
                "redis://redis/zero",
                "redis://redis?password=secret",
                "redis://redis#secret"
            })
    void whatElseStandsThereIsRefusedAndNotTold(String url) {
        assertThatThrownBy(() -> options(url, 3, "weir:"))
                .hasMessage(
                        "redis.url: <withheld> (expected: redis://host:port or redis://host:port/database, without a "
                                + "user)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0    | weir: | redis.nodes: 0 (expected: 1 to 1000)",
                "1001 | weir: | redis.nodes: 1001 (expected: 1 to 1000)",
                "3    | a b   | redis.prefix: a b (expected: at most 100 printable ASCII characters without a space)"
            })
    void whatMakesNoSenseIsNamed(int nodes, String prefix, String problem) {
        assertThatThrownBy(() -> options("redis://redis", nodes, prefix)).hasMessage(problem);
    }

    @Test
    void thePasswordIsNotTold() {
        assertThat(options("redis://redis", 3, "").toString()).doesNotContain("secret");
    }

    private static RedisOptions options(String url, int nodes, String prefix) {
        return new RedisOptions(
                URI.create(url),
                "secret",
                true,
                Duration.ofMillis(100),
                RedisOptions.DEFAULT_ANSWER_WITHIN,
                nodes,
                WhenLost.SHARE,
                prefix,
                10);
    }
}
