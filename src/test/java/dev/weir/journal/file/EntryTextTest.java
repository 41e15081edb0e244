package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.journal.Envelopes;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class EntryTextTest {

    private static final Kept ENTRY = new Kept(7, 1_700_000_000_123L, Envelopes.withBody("{\"né\":\"\u2028\"}"));

    @Test
    void anEntryComesBackAsItWas() {
        Kept back = EntryText.parse(EntryText.of(ENTRY));

        assertThat(back.seq()).isEqualTo(7);
        assertThat(back.timeMillis()).isEqualTo(1_700_000_000_123L);
        assertThat(Envelopes.same(back.envelope(), ENTRY.envelope())).isTrue();
    }

    @Test
    void itIsOneWordOfAscii() {
        assertThat(EntryText.of(ENTRY)).matches("[A-Za-z0-9+/]+=*");
    }

    @Test
    void everyFlippedBitIsFound() {
        byte[] bytes = bytes();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> EntryText.parse(text(bytes)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("checksum [0-9a-f]+ \\(expected: [0-9a-f]+\\)");
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = bytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> EntryText.parse(text(cut))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aLayoutOfALaterVersionIsNamed() {
        byte[] bytes = bytes();
        bytes[0] = 9;
        seal(bytes);

        assertThatThrownBy(() -> EntryText.parse(text(bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("envelope of layout 9 (expected: 1 to 4)");
    }

    @Test
    void anEnvelopeThatEndsTooEarlyIsSaidToDoSo() {
        byte[] bytes = Arrays.copyOf(bytes(), 23);
        seal(bytes);

        assertThatThrownBy(() -> EntryText.parse(text(bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an envelope that ends too early (expected: a whole one)");
    }

    @Test
    void whatIsNoBase64IsRefused() {
        assertThatThrownBy(() -> EntryText.parse("not base64!")).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes() {
        return Base64.getDecoder().decode(EntryText.of(ENTRY));
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void seal(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes[0]);
        crc.update(bytes, 5, bytes.length - 5);
        ByteBuffer.wrap(bytes).putInt(1, (int) crc.getValue());
    }
}
