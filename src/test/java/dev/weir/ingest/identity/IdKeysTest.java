package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ingest.identity.OwnIds.Kind;
import dev.weir.ingest.identity.OwnIds.Verdict;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdKeysTest {

    private static final String SECRET = "AAECAwQFBgcICQoLDA0ODw==";

    private final Random random = new Random(5);

    @Test
    void keysComeBackAsTheyWereWritten() {
        List<String> lines = IdKeys.generate(random).rotated(random).toLines();

        assertThat(IdKeys.parse(lines).toLines()).isEqualTo(lines);
    }

    @Test
    void theFirstLineSigns() {
        assertThat(IdKeys.parse(List.of("b " + SECRET, "a " + SECRET)).signing().id())
                .isEqualTo('b');
    }

    @Test
    void commentsAndEmptyLinesMeanNothing() {
        assertThat(IdKeys.parse(List.of("# newest first", "", "  a " + SECRET + "  "))
                        .toLines())
                .containsExactly("a " + SECRET);
    }

    @Test
    void theKeyIsReadAsSipHashReadsIt() {
        assertThat(IdKeys.parse(List.of("a " + SECRET)).signing())
                .isEqualTo(new IdKeys.Key('a', 0x0706050403020100L, 0x0f0e0d0c0b0a0908L));
    }

    @Test
    void aRotatedKeySignsAndTheOlderOnesVerify() {
        IdKeys first = IdKeys.generate(random);
        String old = new OwnIds(first, random).mint(Kind.DEVICE, "shop");

        IdKeys rotated = first.rotated(random);

        assertThat(rotated.signing()).isNotEqualTo(first.signing());
        assertThat(new OwnIds(rotated, random).judge(old, Kind.DEVICE, "shop")).isEqualTo(Verdict.OWN);
    }

    @Test
    void rotationKeepsEightKeys() {
        assertThat(rotated(IdKeys.generate(random), 20).toLines()).hasSize(8);
    }

    @Test
    void theNinthRotationDropsTheOldestKey() {
        IdKeys first = IdKeys.generate(random);

        assertThat(rotated(first, 7).withId('0')).isEqualTo(first.signing());
        assertThat(rotated(first, 8).withId('0')).isNull();
    }

    @Test
    void rotationNeverGivesTwoKeysOneId() {
        IdKeys rotated = rotated(IdKeys.generate(random), 100);

        assertThat(rotated.toLines().stream().map(line -> line.charAt(0))).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ab AAECAwQFBgcICQoLDA0ODw== | id keys, line 2: no key id (expected: one letter or digit, a space, and 16 bytes in base64)",
                "_ AAECAwQFBgcICQoLDA0ODw==  | id keys, line 2: no key id (expected: one letter or digit, a space, and 16 bytes in base64)",
                "b                           | id keys, line 2: no key id (expected: one letter or digit, a space, and 16 bytes in base64)",
                "b not*base64                | id keys, line 2: not base64 (expected: 16 bytes in base64)",
                "b AAECAw==                  | id keys, line 2: 4 bytes (expected: 16 bytes in base64)",
                "a AAECAwQFBgcICQoLDA0ODw==  | id keys, line 2: key id a for the second time (expected: each key id once)"
            })
    void aMalformedLineIsNamedWithWhatWasExpected(String line, String message) {
        assertThatThrownBy(() -> IdKeys.parse(List.of("a " + SECRET, line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void noKeysAtAllIsAnError() {
        assertThatThrownBy(() -> IdKeys.parse(List.of("# nothing here")))
                .hasMessageContaining("expected: at least one line");
    }

    @Test
    void keysAreNotPrinted() {
        IdKeys keys = IdKeys.parse(List.of("a " + SECRET));

        assertThat(keys + " " + keys.signing()).isEqualTo("IdKeys[1] Key[a]");
    }

    private IdKeys rotated(IdKeys keys, int times) {
        IdKeys rotated = keys;
        for (int i = 0; i < times; i++) {
            rotated = rotated.rotated(random);
        }
        return rotated;
    }
}
