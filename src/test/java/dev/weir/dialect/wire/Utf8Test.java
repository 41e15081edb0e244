package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class Utf8Test {

    /** The JDK's decoder, told to report, is the oracle. */
    @Property(tries = 5000)
    void agreesWithTheJdkOnAnyBytes(@ForAll("nearUtf8") byte[] bytes) {
        assertThat(Utf8.firstInvalid(bytes, bytes.length) < 0).isEqualTo(isUtf8(bytes));
    }

    @Property(tries = 5000)
    void tellsWhereTheFirstBadSequenceBegins(@ForAll("nearUtf8") byte[] bytes, @ForAll @IntRange(max = 24) int length) {
        int within = Math.min(length, bytes.length);

        assertThat(Utf8.firstInvalid(bytes, within)).isEqualTo(firstInvalid(Arrays.copyOf(bytes, within)));
    }

    @Property
    void takesEveryText(@ForAll String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(Utf8.firstInvalid(bytes, bytes.length)).isEqualTo(-1);
    }

    @Provide
    Arbitrary<byte[]> nearUtf8() {
        Arbitrary<Byte> corners = Arbitraries.of(
                        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
                        0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF)
                .map(Integer::byteValue);
        return corners.array(byte[].class).ofMaxSize(24);
    }

    private static int firstInvalid(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        CharBuffer into = CharBuffer.allocate(bytes.length);
        return StandardCharsets.UTF_8.newDecoder().decode(from, into, true).isMalformed() ? from.position() : -1;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
