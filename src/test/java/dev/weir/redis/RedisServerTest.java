package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisServerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://redis",
                "redis://redis:6379",
                "redis://10.0.0.1:6379/3",
                "redis://[::1]:6379/",
                "rediss://redis:6380/1"
            })
    void aServerIsNamedByItsHost(String url) {
        RedisServer server = RedisServer.at(URI.create(url));

        assertThat(server.url()).hasToString(url);
        assertThat(server.isTls()).isEqualTo(url.startsWith("rediss:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://redis",
                "redissss://redis",
                "redis:redis",
                "redis://:secret@redis",
                "redis://redis/zero",
                "redis://redis?password=secret",
                "redis://redis#secret"
            })
    void whatElseStandsThereIsRefusedAndNotTold(String url) {
        assertThatThrownBy(() -> RedisServer.at(URI.create(url)))
                .hasMessage("redis.url: <withheld> (expected: redis://host:port or rediss://host:port (TLS), then"
                        + " /database or nothing, without a user)");
    }

    @Test
    void whatIsOfNoUseAloneIsNamed() {
        URI plain = URI.create("redis://redis");

        assertThatThrownBy(() -> new RedisServer(plain, "weir", null, null))
                .hasMessage("redis.user: weir (expected: a password beside it)");
        assertThatThrownBy(() -> new RedisServer(plain, null, null, Path.of("ca.pem")))
                .hasMessage("redis.trust: ca.pem (expected: a url of rediss: beside it)");
    }

    @Test
    void thePasswordIsNotTold() {
        RedisServer server = new RedisServer(URI.create("redis://redis"), "weir", "secret", null);

        assertThat(server.toString()).doesNotContain("secret");
    }
}
