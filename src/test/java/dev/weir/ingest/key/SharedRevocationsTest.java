package dev.weir.ingest.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Credential;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Nodes with the same keys, and a store that comes and goes. */
final class SharedRevocationsTest {

    private static final Instant CREATED = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private final Random random = new Random(3);
    private final HmacSha256 hash = HmacSha256.drawn(random);
    private final Store store = new Store();
    private final KeyText key = KeyText.draw(random);
    private final KeyText second = KeyText.draw(random);
    private Instant now = CREATED;
    private final Node one = new Node();
    private final Node other = new Node();

    @Test
    void keyThatIsRevokedOnOneNodeIsRefusedOnAll() {
        one.revoke(key);
        one.revocations.round();
        assertThat(other.isGood(key)).isTrue();
        other.revocations.round();

        assertThat(other.isGood(key)).isFalse();
        assertThat(other.isGood(second)).isTrue();
        assertThat(other.count("weir.keys")).isEqualTo(1);
        assertThat(other.meters
                        .get("weir.keys.refused")
                        .tag("reason", "revoked")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatWasHeardOfStaysRevokedWithoutTheStore() {
        one.revoke(key);
        one.revocations.round();
        other.revocations.round();
        store.isGone = true;
        other.revocations.round();

        assertThat(other.isGood(key)).isFalse();
    }

    @Test
    void whatIsRevokedWithoutTheStoreIsToldWhenItIsBack() {
        store.isGone = true;
        one.revoke(key);
        one.revocations.round();
        assertThat(one.isGood(key)).isFalse();
        assertThat(one.count("weir.keys.revoked.untold")).isEqualTo(1);
        store.isGone = false;
        one.revocations.round();
        other.revocations.round();

        assertThat(other.isGood(key)).isFalse();
        assertThat(one.count("weir.keys.revoked.untold")).isZero();
    }

    @Test
    void storeThatHasLostAllHasItBackFromWhoeverKnows() {
        one.revoke(key);
        one.revocations.round();
        other.revocations.round();
        store.loseAll();
        other.revocations.round();
        other.revocations.round();

        assertThat(store.kept).containsOnlyKeys(key.id());
    }

    @Test
    void keyThatComesLaterIsRefusedFromItsFirstRequest() {
        one.revoke(key);
        one.revocations.round();
        other.keys.clear();
        other.revocations.round();
        other.keys.replace(ring(), hash);

        assertThat(other.isGood(key)).isFalse();
    }

    @Test
    void whatIsRevokedElsewhereIsNamedUntilTheListHereSaysSo() {
        one.revoke(key);
        one.revocations.round();
        other.revocations.round();
        assertThat(other.keys.revokedElsewhere()).containsExactly(key.id());
        other.revoke(key);

        assertThat(other.keys.revokedElsewhere()).isEmpty();
        assertThat(one.keys.revokedElsewhere()).isEmpty();
    }

    @Test
    void nobodyNeedsToKnowADayAfterTheKeyHasExpired() {
        one.revoke(key);
        one.revocations.round();
        now = CREATED.plus(YEAR).plus(Duration.ofDays(1)).minusMillis(1);
        one.revocations.round();
        assertThat(one.count("weir.keys.revoked")).isEqualTo(1);
        now = now.plusMillis(1);
        one.revocations.round();

        assertThat(one.count("weir.keys.revoked")).isZero();
        assertThat(store.kept).containsValue(now);
    }

    @Test
    void roundThatIsNotAnsweredIsWaitedFor() {
        store.holds = true;
        one.revocations.round();
        one.revocations.round();
        assertThat(store.waiting).hasSize(1);
        store.waiting.get(0).accept(null);
        one.revocations.round();

        assertThat(store.waiting).hasSize(2);
    }

    @Test
    void manyAreToldInSeveralRounds() {
        KeyRing ring = KeyRing.EMPTY;
        for (int i = 0; i < KeyRing.MAX_KEYS; i++) {
            ring = ring.with(entry(KeyText.draw(random))).revoked(lastId(ring), CREATED);
        }
        one.keys.replace(ring.revoked(lastId(ring), CREATED), hash);
        one.revocations.round();
        assertThat(store.kept).hasSize(SharedRevocations.MOST_AT_ONCE);
        one.revocations.round();

        assertThat(store.kept).hasSize(KeyRing.MAX_KEYS);
        assertThat(one.count("weir.keys.revoked.untold")).isZero();
    }

    @Test
    void noMoreAreKnownThanTheBound() {
        for (int i = 0; i < SharedRevocations.MAX_KNOWN + 5; i++) {
            store.kept.put("%012d".formatted(i), CREATED.plus(YEAR));
        }
        store.version++;
        one.revocations.round();
        one.revocations.round();

        assertThat(one.count("weir.keys.revoked")).isEqualTo(SharedRevocations.MAX_KNOWN);
    }

    private static String lastId(KeyRing ring) {
        List<KeyEntry> entries = ring.entries();
        return entries.isEmpty() ? "" : entries.get(entries.size() - 1).id();
    }

    private KeyRing ring() {
        return KeyRing.EMPTY.with(entry(key)).with(entry(second));
    }

    private KeyEntry entry(KeyText text) {
        return new KeyEntry(text.id(), "shop", "n", CREATED, CREATED.plus(YEAR), null, hash.of(text.text()));
    }

    private final class Node {
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final ApiKeys keys = new ApiKeys(() -> now, random, meters);
        private final CredentialCheck check =
                new CredentialCheck(Sections.of(List.of(shop())), Set.of("pagent"), keys, random);
        private final SharedRevocations revocations = new SharedRevocations(keys, store, () -> now, meters);
        private KeyRing ring = ring();

        Node() {
            keys.replace(ring, hash);
        }

        void revoke(KeyText text) {
            ring = ring.revoked(text.id(), now);
            keys.replace(ring, hash);
        }

        boolean isGood(KeyText text) {
            return check.verify("pagent", new Credential.ApiKey(List.of(text.text()))) instanceof Verified.Known;
        }

        double count(String gauge) {
            return meters.get(gauge).gauge().value();
        }

        private static Section shop() {
            return new Section(
                    "shop",
                    Map.of("pagent", List.of()),
                    Section.Reading.LENIENT,
                    Section.Answers.HELPFUL,
                    Section.Limit.DEFAULT,
                    Section.Identity.DEFAULT,
                    List.of("files"));
        }
    }

    private static final class Store implements RevocationStore {
        private final Map<String, Instant> kept = new LinkedHashMap<>();
        private final List<Consumer<Told>> waiting = new ArrayList<>();
        private int version;
        private boolean isGone;
        private boolean holds;

        @Override
        public void exchange(String seen, List<Revocation> added, Consumer<Told> answered) {
            if (holds) {
                waiting.add(answered);
                return;
            }
            if (isGone) {
                answered.accept(null);
                return;
            }
            for (Revocation each : added) {
                if (kept.putIfAbsent(each.id(), each.until()) == null) {
                    version++;
                }
            }
            String now = Integer.toString(version);
            answered.accept(new Told(
                    now,
                    now.equals(seen)
                            ? null
                            : kept.entrySet().stream()
                                    .map(each -> new Revocation(each.getKey(), each.getValue()))
                                    .toList()));
        }

        void loseAll() {
            kept.clear();
            version += 100;
        }
    }
}
