package dev.weir.ingest.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.key.KeyEntry.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    private static final Instant CREATED = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant EXPIRES = CREATED.plus(Duration.ofDays(365));

    private final Random random = new Random(3);
    private final CountingHash hash = new CountingHash();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final KeyText key = KeyText.draw(random);
    private final KeyEntry entry =
            new KeyEntry(key.id(), "shop", "back office", CREATED, EXPIRES, null, hash.of(key.text()));
    private final KeyRing ring = KeyRing.EMPTY.with(entry);
    private Instant now = CREATED;
    private final ApiKeys keys = new ApiKeys(() -> now, random, registry);

    @BeforeEach
    void oneKey() {
        keys.replace(ring, hash);
    }

    @Test
    void aKeyIsKnownByItsWholeText() {
        assertThat(keys.authentic(key.text())).isEqualTo(entry);
    }

    @Test
    void theIdAloneOpensNothing() {
        assertThat(keys.authentic(key.id())).isNull();
    }

    @Test
    void aKeyWithAnyOtherSecretIsRefused() {
        for (int i = 16; i < 59; i++) {
            assertThat(keys.authentic(otherAt(i))).as("character %d", i).isNull();
        }
    }

    @Test
    void aKeyWithAnyOtherIdIsRefused() {
        for (int i = 3; i < 15; i++) {
            assertThat(keys.authentic(otherAt(i))).as("character %d", i).isNull();
        }
    }

    @Test
    void theHashOfAKeyIsNoKey() {
        assertThat(keys.authentic(entry.hash().toHex())).isNull();
    }

    @Test
    void anUnknownIdCostsAsManyHashesAsAWrongSecret() {
        int before = hash.count();
        keys.authentic(otherAt(20));
        int forWrongSecret = hash.count() - before;
        keys.authentic(otherAt(5));
        int forUnknownId = hash.count() - before - forWrongSecret;

        assertThat(forUnknownId).isEqualTo(forWrongSecret).isEqualTo(1);
    }

    @Test
    void whatCannotBeAKeyCostsNoHash() {
        int before = hash.count();
        keys.authentic(key.text() + "x");

        assertThat(hash.count()).isEqualTo(before);
    }

    @Test
    void aKeyIsLiveToTheMomentBeforeItExpires() {
        now = EXPIRES.minusNanos(1);

        assertThat(keys.state(entry)).isEqualTo(State.LIVE);
    }

    @Test
    void aKeyIsExpiredAtTheInstant() {
        now = EXPIRES;

        assertThat(keys.state(entry)).isEqualTo(State.EXPIRED);
    }

    @Test
    void aRevokedKeyIsRevokedAlsoWhenItWouldHaveExpired() {
        keys.replace(ring.revoked(key.id(), CREATED), hash);
        now = EXPIRES;
        KeyEntry revoked = keys.authentic(key.text());

        assertThat(revoked == null ? null : keys.state(revoked)).isEqualTo(State.REVOKED);
    }

    @Test
    void aKeyUnderAnotherSecretOfTheServerIsRefused() {
        keys.replace(ring, HmacSha256.drawn(random));

        assertThat(keys.authentic(key.text())).isNull();
    }

    @Test
    void clearedKeysAreRefused() {
        keys.clear();

        assertThat(keys.authentic(key.text())).isNull();
    }

    @Test
    void liveKeysAreCounted() {
        KeyText other = KeyText.draw(random);
        keys.replace(
                ring.with(new KeyEntry(
                        other.id(), "shop", "short", CREATED, CREATED.plusSeconds(1), null, hash.of(other.text()))),
                hash);
        double before = registry.get("weir.keys").gauge().value();
        now = CREATED.plusSeconds(1);

        assertThat(before).isEqualTo(2);
        assertThat(registry.get("weir.keys").gauge().value()).isEqualTo(1);
    }

    /** The key with one character changed, and its checksum made to fit again. */
    private String otherAt(int index) {
        return Forgery.of(key.text(), index);
    }
}
