package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import dev.weir.ingest.key.KeyText;
import dev.weir.redis.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API keys that two servers have, and that are revoked on one of them. */
final class SharedRevocationIT {

    private static final String CONFIG = """
            redis: {url: '%s', nodes: 2, fail-fast: false}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - {name: shop, pagent: [], sinks: [files], limit: {refill: 100000, capacity: 100000}}
            """;
    private static final String CONVERSION =
            "{\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"g\"}}";

    @TempDir
    private Path dir;

    private RedisProcess redis;
    private KeyText first;
    private KeyText second;

    @BeforeEach
    void makeKeysThatBothHave() throws Exception {
        redis = RedisProcess.running();
        first = create("first");
        second = create("second");
        Files.createDirectories(dir.resolve("other"));
        copyKeys();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void keyThatIsRevokedOnOneServerIsRefusedOnTheOtherAndStaysSo() throws Exception {
        try (LocalWeir one = start("one")) {
            try (LocalWeir other = start("other")) {
                assertThat(convert(one, first)).isEqualTo(200);
                assertThat(convert(other, first)).isEqualTo(200);
                keys("one").revoke(first.id(), InstantSource.system());
                Await.until("the other refuses it", () -> convert(other, first) == 401);
                assertThat(convert(other, second)).isEqualTo(200);
                Await.until(
                        "the other keeps it",
                        () -> keys("other").ring().withId(first.id()).revoked() != null);
            }
            redis.kill();
            try (LocalWeir again = start("other")) {
                assertThat(convert(again, first))
                        .as("after a restart without Redis")
                        .isEqualTo(401);
                assertThat(convert(again, second)).isEqualTo(200);
            }
        }
    }

    @Test
    void keyThatIsRevokedWithoutRedisIsToldWhenItIsBack() throws Exception {
        try (LocalWeir one = start("one");
                LocalWeir other = start("other")) {
            redis.kill();
            keys("one").revoke(first.id(), InstantSource.system());
            Await.until("it is refused where it was revoked", () -> convert(one, first) == 401);
            Await.until("it is not told", () -> one.scrape().sum("weir_keys_revoked_untold") == 1);
            assertThat(convert(other, first)).isEqualTo(200);

            redis.start();
            Await.until("the other refuses it", () -> convert(other, first) == 401);
            Await.until("it is told", () -> one.scrape().sum("weir_keys_revoked_untold") == 0);
            assertThat(redis.ask("HKEYS weir:revoked"))
                    .contains(first.id())
                    .doesNotContain(first.text().substring(16));
        }
    }

    /** In its long form, how long it takes. */
    @Test
    @Tag(Soak.TAG)
    void keysAreRefusedOnTheOtherWithinASecond() throws Exception {
        List<KeyText> made = new ArrayList<>();
        for (int i = 0; i < Soak.times(2, 40); i++) {
            made.add(create("key " + i));
        }
        copyKeys();
        long worstNanos = 0;
        try (LocalWeir one = start("one");
                LocalWeir other = start("other")) {
            assertThat(convert(one, first)).isEqualTo(200);
            for (KeyText key : made) {
                assertThat(convert(other, key)).isEqualTo(200);
                keys("one").revoke(key.id(), InstantSource.system());
                long revoked = System.nanoTime();
                Await.until("the other refuses it", () -> convert(other, key) == 401);
                worstNanos = Math.max(worstNanos, System.nanoTime() - revoked);
            }
        }

        if (Soak.isOn()) {
            Measured.note(
                    SharedRevocationIT.class,
                    "revoked on another node: " + made.size() + " keys, worst "
                            + TimeUnit.NANOSECONDS.toMillis(worstNanos) + " ms");
            assertThat(Duration.ofNanos(worstNanos)).isLessThan(Duration.ofSeconds(1));
        }
    }

    private void copyKeys() throws Exception {
        for (String file : new String[] {"api.keys", "api.keys.secret"}) {
            Files.copy(
                    dir.resolve("one").resolve(file),
                    dir.resolve("other").resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private LocalWeir start(String node) throws Exception {
        return LocalWeir.start(dir.resolve(node), CONFIG.formatted(redis.url()));
    }

    private ApiKeyFile keys(String node) {
        return new ApiKeyFile(dir.resolve(node));
    }

    private KeyText create(String name) throws Exception {
        return keys("one")
                .create("shop", name, Duration.ofDays(365), InstantSource.system(), new Random(name.hashCode()));
    }

    private static int convert(LocalWeir weir, KeyText key) throws Exception {
        return weir.post("/v2/conversions", CONVERSION, "Authorization", "Bearer " + key.text())
                .statusCode();
    }
}
