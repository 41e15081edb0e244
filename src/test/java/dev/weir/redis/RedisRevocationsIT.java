package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.ingest.key.Revocation;
import dev.weir.ingest.key.RevocationStore;
import dev.weir.ingest.key.SharedRevocations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What nodes tell each other of revoked keys, in a real Redis. */
final class RedisRevocationsIT {

    private static final Instant FAR = Instant.parse("2090-01-01T00:00:00Z");
    private static final Instant FARTHER = FAR.plusSeconds(60);

    @RegisterExtension
    private final RedisPair pair = new RedisPair();

    @Test
    void whatOneAddsTheOtherIsToldOnce() throws Exception {
        RevocationStore.Told mine = exchange(pair.one(), "", revocation(1, FAR));
        RevocationStore.Told theirs = exchange(pair.other(), "", revocation(2, FARTHER));

        assertThat(mine.all()).containsExactly(revocation(1, FAR));
        assertThat(theirs.all()).containsExactlyInAnyOrder(revocation(1, FAR), revocation(2, FARTHER));
        assertThat(exchange(pair.other(), theirs.version()).all())
                .as("what it knows")
                .isNull();
        assertThat(exchange(pair.one(), mine.version()).all()).hasSize(2);
        assertThat(exchange(pair.one(), theirs.version(), revocation(1, FAR)).version())
                .as("of what was there")
                .isEqualTo(theirs.version());
    }

    @Test
    void allIsGoneWithTheLastKeysTime() throws Exception {
        exchange(pair.one(), "", revocation(1, FARTHER));
        exchange(pair.one(), "", revocation(2, FAR));

        assertThat(pair.redis().ask("PEXPIRETIME weir:revoked"))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).isEqualTo(":" + FARTHER.toEpochMilli() + "\r\n"),
                        // Older ones tell how long it is from now.
                        answer -> assertThat(answer).startsWith("-ERR"));
        assertThat(Long.parseLong(pair.redis().ask("TTL weir:revoked").replaceAll("[^-0-9]", "")))
                .isGreaterThan(365L * 86_400);
    }

    @Test
    void whatNobodyNeedsIsNotKept() throws Exception {
        assertThat(exchange(pair.one(), "", revocation(1, Instant.EPOCH.plusSeconds(1)))
                        .all())
                .isNull();
        assertThat(pair.redis().ask("EXISTS weir:revoked")).isEqualTo(":0\r\n");
    }

    @Test
    void thereAreNeverMoreThanTheBoundAndWhatIsOverdueMakesRoom() throws Exception {
        for (int i = 0; i < SharedRevocations.MAX_KNOWN + 500; i += 500) {
            RevocationStore.Told told = exchange(pair.one(), "", revocations(i, FAR));
            assertThat(told).as("it answers").isNotNull();
        }
        assertThat(pair.redis().ask("HLEN weir:revoked")).isEqualTo(":" + (SharedRevocations.MAX_KNOWN + 1) + "\r\n");
        pair.redis().ask("HSET weir:revoked " + revocation(7, FAR).id() + " 1");
        exchange(pair.one(), "", revocation(20_000, FAR));

        assertThat(pair.redis().ask("HEXISTS weir:revoked " + revocation(7, FAR).id()))
                .isEqualTo(":0\r\n");
        assertThat(pair.redis()
                        .ask("HEXISTS weir:revoked " + revocation(20_000, FAR).id()))
                .isEqualTo(":1\r\n");
    }

    @Test
    void whatSomebodyElseWroteThereIsNoRevocation() throws Exception {
        exchange(pair.one(), "", revocation(1, FAR));
        pair.redis().ask("HSET weir:revoked rubbish 5 " + revocation(2, FAR).id() + " soon");

        assertThat(exchange(pair.one(), "").all()).containsExactly(revocation(1, FAR));
        assertThat(exchange(pair.one(), "", revocation(3, FAR)).all()).hasSize(2);
    }

    @Test
    void redisThatComesBackWithNothingHasAnotherVersion() throws Exception {
        String version = exchange(pair.one(), "", revocation(1, FAR)).version();
        pair.redis().kill();
        Await.until("it is lost", () -> exchange(pair.one(), version) == null);
        pair.redis().start();
        Await.until("it is back", () -> {
            RevocationStore.Told told = exchange(pair.one(), version);
            return told != null && told.version().isEmpty() && told.all() != null;
        });

        assertThat(exchange(pair.one(), "", revocation(1, FAR)).all()).hasSize(1);
    }

    private static Revocation revocation(int number, Instant until) {
        return new Revocation("%012d".formatted(number), until);
    }

    private static Revocation[] revocations(int from, Instant until) {
        List<Revocation> some = new ArrayList<>();
        for (int i = from; i < from + 500; i++) {
            some.add(revocation(i, until));
        }
        return some.toArray(Revocation[]::new);
    }

    private static RevocationStore.Told exchange(RedisNode node, String version, Revocation... added) throws Exception {
        CompletableFuture<RevocationStore.Told> answer = new CompletableFuture<>();
        node.run(() -> node.sharing().revocations().exchange(version, List.of(added), answer::complete));
        return answer.get(5, TimeUnit.SECONDS);
    }
}
