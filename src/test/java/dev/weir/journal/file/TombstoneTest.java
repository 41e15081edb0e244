package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TombstoneTest {

    private static final int FROM = 5;
    private static final int TO = 25;

    private final byte[] bytes = new byte[40];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);

    @Test
    void itTakesTheVeryBytesOfTheEventAndKeepsNothingOfIt() {
        Arrays.fill(bytes, (byte) 'x');

        Tombstone.put(bytes, FROM, TO, "shop");

        assertThat(Tombstone.isAt(buffer, FROM, TO)).isTrue();
        assertThat(Tombstone.section(buffer, FROM, TO)).isEqualTo("shop");
        assertThat(Arrays.copyOfRange(bytes, FROM + 12, TO)).containsOnly(0);
        assertThat(Arrays.copyOfRange(bytes, 0, FROM)).containsOnly('x');
        assertThat(Arrays.copyOfRange(bytes, TO, bytes.length)).containsOnly('x');
    }

    @Test
    void aSectionWithoutRoomForItsNameIsNotKnown() {
        Tombstone.put(bytes, FROM, TO, "n".repeat(12));
        assertThat(Tombstone.section(buffer, FROM, TO)).isEqualTo("n".repeat(12));

        Tombstone.put(bytes, FROM, TO, "n".repeat(13));
        assertThat(Tombstone.isAt(buffer, FROM, TO)).isTrue();
        assertThat(Tombstone.section(buffer, FROM, TO)).isEmpty();
    }

    /** A window into a larger array is what a reader has. */
    @Test
    void itIsReadFromASlice() {
        Tombstone.put(bytes, FROM, TO, "shöp");
        ByteBuffer slice = ByteBuffer.wrap(bytes, 3, 30).slice();

        assertThat(Tombstone.section(slice, FROM - 3, TO - 3)).isEqualTo("shöp");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4, Integer.MIN_VALUE})
    void anEventIsNone(int firstLength) {
        buffer.putInt(FROM, firstLength);

        assertThat(Tombstone.isAt(buffer, FROM, TO)).isFalse();
    }

    @Test
    void lessThanItsHeadIsNone() {
        buffer.putInt(FROM, -2);

        assertThat(Tombstone.isAt(buffer, FROM, FROM + 8)).isTrue();
        assertThat(Tombstone.isAt(buffer, FROM, FROM + 7)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 13, Integer.MAX_VALUE})
    void aLengthThatDoesNotFitIsNamed(int length) {
        buffer.putInt(FROM, -2).putInt(FROM + 4, length);

        assertThatThrownBy(() -> Tombstone.section(buffer, FROM, TO))
                .hasMessage("section of " + length + " bytes (expected: 0 to 12)");
    }
}
