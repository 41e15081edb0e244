package dev.weir.ingest.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HmacSha256Test {

    /** RFC 4231, test case 1; HMAC fills a short key up with zeros, so that 20 bytes and 32 are the same key. */
    @Test
    void itIsTheHmacOfTheStandard() {
        byte[] secret = new byte[32];
        Arrays.fill(secret, 0, 20, (byte) 0x0b);

        HmacSha256 hash = HmacSha256.ofBase64(Base64.getEncoder().encodeToString(secret));

        assertThat(hash.of("Hi There").toHex())
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }

    @Test
    void theSecretComesBackAsItWasWritten() {
        HmacSha256 drawn = HmacSha256.drawn(new Random(1));

        assertThat(HmacSha256.ofBase64(drawn.toBase64()).of("x")).isEqualTo(drawn.of("x"));
    }

    @Test
    void anotherSecretMakesAnotherHash() {
        assertThat(HmacSha256.drawn(new Random(1)).of("x"))
                .isNotEqualTo(HmacSha256.drawn(new Random(2)).of("x"));
    }

    @Test
    void aSecretOfTheWrongLengthIsNamedByItsLength() {
        assertThatThrownBy(() -> HmacSha256.ofBase64("AAECAw=="))
                .hasMessage("4 bytes (expected: 32 bytes in base64)")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretThatIsNotBase64IsNotQuoted() {
        assertThatThrownBy(() -> HmacSha256.ofBase64("p@ssword"))
                .hasMessage("not base64 (expected: 32 bytes in base64)")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neitherSecretNorHashIsPrinted() {
        HmacSha256 hash = HmacSha256.drawn(new Random(1));

        assertThat(hash + " " + hash.of("x")).isEqualTo("HmacSha256[] Digest[]");
    }
}
