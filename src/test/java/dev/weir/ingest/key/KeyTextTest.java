package dev.weir.ingest.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

    private static final String SAMPLE = "wk_0a1B2c3D4e5F_3AHOVcjqx4BIPWdkry5CJQXelsz6DKRYfmt07ELSZgn2UU0t9";

    private final Random random = new Random(7);

    @Test
    void aDrawnKeyIsReadBack() {
        KeyText drawn = KeyText.draw(random);

        assertThat(KeyText.parse(drawn.text())).isEqualTo(drawn);
    }

    @Test
    void aKeyIsOneWordThatAScannerFinds() {
        assertThat(KeyText.draw(random).text()).matches("wk_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}");
    }

    @Test
    void theIdStandsInTheKey() {
        KeyText drawn = KeyText.draw(random);

        assertThat(drawn.text()).startsWith("wk_" + drawn.id() + "_");
    }

    @Test
    void noTwoKeysAreAlike() {
        Set<String> ids = new HashSet<>();
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            KeyText drawn = KeyText.draw(random);
            ids.add(drawn.id());
            secrets.add(drawn.text().substring(16, 59));
        }

        assertThat(ids).hasSize(1_000);
        assertThat(secrets).hasSize(1_000);
    }

    /** Made by another program (Python's zlib.crc32), so that scanners can rely on the form. */
    @Test
    void theChecksumIsCrc32InBase62() {
        assertThat(KeyText.parse(SAMPLE)).isNotNull();
    }

    @Test
    void whatWasMistypedIsNoKey() {
        for (int i = 0; i < SAMPLE.length(); i++) {
            char other = SAMPLE.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(KeyText.parse(SAMPLE.substring(0, i) + other + SAMPLE.substring(i + 1)))
                    .as("character %d", i)
                    .isNull();
        }
    }

    @Test
    void whatWasCutOffIsNoKey() {
        for (int length = 0; length < SAMPLE.length(); length++) {
            assertThat(KeyText.parse(SAMPLE.substring(0, length)))
                    .as("%d characters", length)
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAAAAAAAAA", "AAAAAAAAAAAAA", "AAAAAA-AAAAA", "AAAAAA_AAAAA", "AAAAAA\u0660AAAAA"})
    void whatIsNotTwelveLettersAndDigitsIsNoId(String text) {
        assertThat(KeyText.isId(text)).isFalse();
    }

    @Test
    void aKeyIsNotPrinted() {
        KeyText drawn = KeyText.draw(random);

        assertThat(drawn).hasToString("KeyText[" + drawn.id() + "]");
    }
}
