package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lease.Away;
import dev.weir.lease.Claim;
import dev.weir.lease.Grant;
import dev.weir.lease.ModelStore;
import dev.weir.lease.Terms;
import dev.weir.lease.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code lease.lua} in a real Redis beside its model, by which the law is shown in virtual time: on the same clock, the same answers. */
final class LeaseScriptIT {

    private static final String ITS_CLOCK = "redis.call('TIME')";
    private static final String OUR_CLOCK = "redis.call('MGET', 'seconds', 'micros')";
    /** A multiple of this, a second, is whole millionths of a token for each of so many parts. */
    private static final int PARTS = 4;

    private static final Duration TERM = Duration.ofSeconds(2);
    private static final long BEGINNING_MICROS = 1_800_000_000_000_000L;
    private static final long SECOND_MICROS = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final ModelStore model = new ModelStore(time);
    private RedisProcess redis;
    private String digest;

    @BeforeEach
    void load() throws Exception {
        redis = RedisProcess.running();
        String text = RedisScript.text("lease.lua");
        assertThat(text).containsOnlyOnce(ITS_CLOCK);
        String quoted = text.replace(ITS_CLOCK, OUR_CLOCK)
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n");
        digest = redis.ask("SCRIPT LOAD \"" + quoted + "\"").split("\r\n")[1];
        redis.ask("SET born 0");
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void answersWhatTheModelDoes() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        List<Terms> configs = List.of(terms(random), terms(random));
        for (int i = 0; i < 3_000; i++) {
            // Mostly as fast as claims follow each other; now and then longer than a lease lasts.
            long micros = random.nextInt(20) == 0 ? random.nextInt(3_000_000) : random.nextInt(40_000);
            time.runFor(Duration.ofNanos(micros * 1_000));
            String node = "n" + random.nextInt(PARTS);
            Claim claim = claim(configs.get(random.nextInt(50) == 0 ? 1 : 0), random);

            assertThat(ofScript(node, claim))
                    .as("claim %d: %s by %s", i, claim, node)
                    .isEqualTo(model.claim(node, claim, TERM));
        }
    }

    /** The level has been refilled for all since the first was back: what the second's part was refilled with is in it twice. */
    @Test
    void whatAPartWasRefilledWithSinceAnotherWasBackIsTakenOut() throws Exception {
        Terms terms = new Terms(400, 400, false);
        time.runFor(Duration.ofSeconds(10));
        Away first = new Away(Duration.ofSeconds(5).toNanos(), 1_000, 2);
        ofScript("first", new Claim("b", terms, null, false, 0, 0, 200, 0, first));
        time.runFor(Duration.ofMillis(100));
        Away second = new Away(Duration.ofMillis(5_100).toNanos(), 1_000, 2);

        Grant grant = ofScript("second", new Claim("b", terms, null, false, 0, 0, 100, 400, second));

        // 400 full, 200 of the first, 40 came, 20 of these for the second's part, 100 of the second.
        assertThat(grant).isEqualTo(new Grant(120, 100, terms));
    }

    private static Terms terms(SplittableRandom random) {
        return new Terms(PARTS * random.nextLong(1, 250), random.nextLong(5, 1_000), random.nextBoolean());
    }

    private static Claim claim(Terms configured, SplittableRandom random) {
        long most = configured.capacity() / 2 + 1;
        Away away = random.nextInt(3) > 0
                ? null
                : new Away(random.nextLong(1, 500_000) * 1_000, random.nextLong(most), PARTS);
        return new Claim(
                "b",
                configured,
                random.nextInt(100) == 0 ? terms(random) : null,
                random.nextBoolean(),
                random.nextLong(most),
                random.nextInt(5) == 0 ? random.nextLong(most) : 0,
                random.nextInt(3) == 0 ? random.nextLong(most) : 0,
                random.nextLong(most),
                away);
    }

    private Grant ofScript(String node, Claim claim) throws IOException {
        long now = BEGINNING_MICROS + time.elapsed() / 1_000;
        redis.ask("MSET seconds %d micros %d".formatted(now / SECOND_MICROS, now % SECOND_MICROS));
        List<Object> words = new ArrayList<>(List.of("EVALSHA", digest, 2, "budget", "born"));
        words.addAll(SharedBudgets.arguments(node, claim, TERM));
        String[] lines = redis.ask(
                        String.join(" ", words.stream().map(Object::toString).toList()))
                .split("\r\n");
        assertThat(lines[0]).as("answer").isEqualTo("*5");
        // Numbers are one line each, texts two.
        Terms inForce = new Terms(Long.parseLong(lines[4]), Long.parseLong(lines[6]), "1".equals(lines[8]));
        return new Grant(Long.parseLong(lines[1].substring(1)), Long.parseLong(lines[2].substring(1)), inForce);
    }
}
