package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class KeyedHashTest {

    private static final long K0 = 0x0706050403020100L;
    private static final long K1 = 0x0f0e0d0c0b0a0908L;

    @Property(tries = 500)
    void isTheReferenceOverTheCharactersBytes(
            @ForAll long k0, @ForAll long k1, @ForAll String head, @ForAll String tail) {
        byte[] bytes = bytes(head + "\0" + tail);

        assertThat(new KeyedHash(k0, k1).hash(head, tail)).isEqualTo(sipHash(k0, k1, bytes));
    }

    /** The authors' vectors: key 00 01 .. 0f, input 00 01 .. of the given length. */
    @Example
    void theReferenceIsRight() {
        byte[] input = new byte[63];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) i;
        }

        assertThat(sipHash(K0, K1, Arrays.copyOf(input, 0))).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(sipHash(K0, K1, Arrays.copyOf(input, 15))).isEqualTo(0xa129ca6149be45e5L);
        assertThat(sipHash(K0, K1, input)).isEqualTo(0x958a324ceb064572L);
    }

    @Example
    void theBorderBetweenTheTextsCounts() {
        KeyedHash hash = new KeyedHash(K0, K1);

        assertThat(hash.hash("ab", "c")).isNotEqualTo(hash.hash("a", "bc"));
    }

    @Example
    void theKeyIsNotPrinted() {
        assertThat(new KeyedHash(K0, K1)).hasToString("KeyedHash[]");
    }

    private static byte[] bytes(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * text.length()).order(ByteOrder.LITTLE_ENDIAN);
        text.chars().forEach(c -> bytes.putChar((char) c));
        return bytes.array();
    }

    /** As the paper has it, a byte at a time. */
    private static long sipHash(long k0, long k1, byte[] input) {
        long[] v = {
            k0 ^ word("uespemos"), k1 ^ word("modnarod"), k0 ^ word("arenegyl"), k1 ^ word("setybdet"),
        };
        byte[] padded = Arrays.copyOf(input, (input.length / 8 + 1) * 8);
        padded[padded.length - 1] = (byte) input.length;
        ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            long m = words.getLong();
            v[3] ^= m;
            rounds(v, 2);
            v[0] ^= m;
        }
        v[2] ^= 0xff;
        rounds(v, 4);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void rounds(long[] v, int count) {
        for (int i = 0; i < count; i++) {
            v[0] += v[1];
            v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
            v[0] = Long.rotateLeft(v[0], 32);
            v[2] += v[3];
            v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
            v[0] += v[3];
            v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
            v[2] += v[1];
            v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
            v[2] = Long.rotateLeft(v[2], 32);
        }
    }

    private static long word(String eightLetters) {
        return ByteBuffer.wrap(eightLetters.getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }
}
