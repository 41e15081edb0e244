package dev.weir.ingest.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

    private static final Instant CREATED = Instant.parse("2026-11-21T10:00:00Z");
    private static final String HASH = "00112233445566778899aabbccddeeff".repeat(2);
    private static final String LINE =
            "AAAAAAAAAAAA shop 2026-11-21T10:00:00Z 2027-11-21T10:00:00Z - " + HASH + " Back office, 2nd floor";

    private final Random random = new Random(3);

    @Test
    void keysComeBackAsTheyWereWritten() {
        KeyRing ring = KeyRing.EMPTY
                .with(entry("AAAAAAAAAAAA"))
                .with(entry("BBBBBBBBBBBB"))
                .revoked("AAAAAAAAAAAA", CREATED.plusSeconds(9));

        assertThat(KeyRing.parse(ring.toLines()).entries()).isEqualTo(ring.entries());
    }

    @Test
    void aLineIsReadableByPeople() {
        assertThat(KeyRing.parse(List.of(LINE)).toLines())
                .containsExactly("# id section created expires revoked hash name: no secret is kept here", LINE);
    }

    @Test
    void commentsAndEmptyLinesMeanNothing() {
        assertThat(KeyRing.parse(List.of("# by hand", "", "  " + LINE + "  ")).entries())
                .hasSize(1);
    }

    @Test
    void theSecretIsInNoLine() {
        KeyText key = KeyText.draw(random);
        KeyedHash hash = HmacSha256.drawn(random);
        KeyRing ring = KeyRing.EMPTY.with(
                new KeyEntry(key.id(), "shop", "n", CREATED, CREATED.plusSeconds(1), null, hash.of(key.text())));

        assertThat(String.join("\n", ring.toLines()))
                .contains(key.id())
                .doesNotContain(key.text().substring(16, 59));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x | API keys, line 2: fields (expected: id section created expires revoked hash name)",
                "BBBB shop 2026-11-21T10:00:00Z 2027-11-21T10:00:00Z - HASH n | API keys, line 2: id (expected: 12 letters and digits)",
                "BBBBBBBBBBBB Shop! 2026-11-21T10:00:00Z 2027-11-21T10:00:00Z - HASH n | API keys, line 2: section (expected: 1 to 64 lower-case letters, digits and hyphens)",
                "BBBBBBBBBBBB shop yesterday 2027-11-21T10:00:00Z - HASH n | API keys, line 2: created: yesterday (expected: a time such as 2026-01-31T12:00:00Z)",
                "BBBBBBBBBBBB shop 2026-11-21T10:00:00Z never - HASH n | API keys, line 2: expires: never (expected: a time such as 2026-01-31T12:00:00Z)",
                "BBBBBBBBBBBB shop 2026-11-21T10:00:00Z 2026-11-21T10:00:00Z - HASH n | API keys, line 2: expires (expected: a time after 2026-11-21T10:00:00Z)",
                "BBBBBBBBBBBB shop 2026-11-21T10:00:00Z 2027-11-21T10:00:00Z no HASH n | API keys, line 2: revoked: no (expected: a time such as 2026-01-31T12:00:00Z)",
                "BBBBBBBBBBBB shop 2026-11-21T10:00:00Z 2027-11-21T10:00:00Z - beef n | API keys, line 2: hash (expected: 64 hexadecimal digits)",
                "BBBBBBBBBBBB shop 2026-11-21T10:00:00Z 2027-11-21T10:00:00Z - HASH | API keys, line 2: fields (expected: id section created expires revoked hash name)",
                "AAAAAAAAAAAA shop 2026-11-21T10:00:00Z 2027-11-21T10:00:00Z - HASH n | API keys, line 2: id: AAAAAAAAAAAA for the second time (expected: each id once)"
            })
    void aMalformedLineIsNamedWithWhatWasExpected(String line, String message) {
        assertThatThrownBy(() -> KeyRing.parse(List.of(LINE, line.replace("HASH", HASH))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " a",
                "a ",
                "a\nb",
                "a\u001b[2Jb",
                "a\u202eb",
                "a\u2028b",
                "a\ud800b",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void aNameThatIsEmptyOverlongOrUnprintableIsRefused(String name) {
        assertThat(KeyEntry.isName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "Production Backend",
                "# 1",
                "- caf\u00e9 \u5e97 \ud83d\udd11",
                "1234567890123456789012345678901234567890123456789012345678901234"
            })
    void aPrintableNameIsAName(String name) {
        assertThat(KeyEntry.isName(name)).isTrue();
    }

    @Test
    void anIdIsGivenOnce() {
        KeyRing ring = KeyRing.EMPTY.with(entry("AAAAAAAAAAAA"));

        assertThatThrownBy(() -> ring.with(entry("AAAAAAAAAAAA")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id: AAAAAAAAAAAA (expected: one that no other key has)");
    }

    @Test
    void keysAreBoundedInNumber() {
        KeyRing ring = KeyRing.EMPTY;
        for (int i = 0; i < KeyRing.MAX_KEYS; i++) {
            ring = ring.with(entry(KeyText.draw(random).id()));
        }
        KeyRing full = ring;

        assertThatThrownBy(() -> full.with(entry("AAAAAAAAAAAA")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("more than 1000 API keys (expected: fewer");
    }

    @Test
    void theFirstRevocationCounts() {
        KeyRing ring = KeyRing.EMPTY.with(entry("AAAAAAAAAAAA")).revoked("AAAAAAAAAAAA", CREATED);

        assertThat(ring.revoked("AAAAAAAAAAAA", CREATED.plusSeconds(1))).isSameAs(ring);
    }

    @Test
    void toRevokeAnUnknownKeyChangesNothing() {
        KeyRing ring = KeyRing.EMPTY.with(entry("AAAAAAAAAAAA"));

        assertThat(ring.revoked("BBBBBBBBBBBB", CREATED)).isSameAs(ring);
    }

    private static KeyEntry entry(String id) {
        return new KeyEntry(id, "shop", "n", CREATED, CREATED.plusSeconds(60), null, Digest.ofHex(HASH));
    }
}
