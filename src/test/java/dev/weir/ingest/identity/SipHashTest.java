package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The authors' reference vectors: key 00 01 .. 0f, input 00 01 .. of the given length. */
class SipHashTest {

    private static final long K0 = 0x0706050403020100L;
    private static final long K1 = 0x0f0e0d0c0b0a0908L;

    @ParameterizedTest
    @CsvSource({
        "0, 726fdb47dd0e0e31",
        "1, 74f839c593dc67fd",
        "2, 0d6c8009d9a94f5a",
        "3, 85676696d7fb7e2d",
        "4, cf2794e0277187b7",
        "5, 18765564cd99a68d",
        "6, cbc9466e58fee3ce",
        "7, ab0200f58b01d137",
        "8, 93f5f5799a932462",
        "9, 9e0082df0ba9e4b0",
        "10, 7a5dbbc594ddb9f3",
        "11, f4b32f46226bada7",
        "12, 751e8fbc860ee5fb",
        "13, 14ea5627c0843d90",
        "14, f723ca908e7af2ee",
        "15, a129ca6149be45e5",
        "16, 3f2acc7f57c29bdb",
        "63, 958a324ceb064572"
    })
    void hashesTheReferenceVectors(int length, String hex) {
        String input = input(length);

        assertThat(SipHash.hash(K0, K1, input, length, "")).isEqualTo(Long.parseUnsignedLong(hex, 16));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "7", "8", "9", "15"})
    void headAndTailHashAsOne(int headLength) {
        String input = input(15);

        assertThat(SipHash.hash(K0, K1, input, headLength, input.substring(headLength)))
                .isEqualTo(0xa129ca6149be45e5L);
    }

    private static String input(int length) {
        StringBuilder input = new StringBuilder();
        for (char c = 0; c < length; c++) {
            input.append(c);
        }
        return input.toString();
    }
}
