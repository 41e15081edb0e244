package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileHeaderTest {

    private static final String FILE = "a.journal";
    private static final int FILE_BYTES = 3 * FileHeader.BLOCK_BYTES;
    private static final int SECOND = FILE_BYTES - FileHeader.BLOCK_BYTES;
    private static final FileHeader HEADER = new FileHeader(42, new UUID(1, 2), 0x5EED, 1_700_000_000_123L, FILE_BYTES);

    private final SimulatedDisk disk = new SimulatedDisk();

    @BeforeEach
    void write() throws IOException {
        disk.put(FILE, new byte[FILE_BYTES]);
        try (Storage.StoredFile file = disk.open(FILE)) {
            HEADER.write(file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 00000000000000000001.journal",
        "1234567890, 00000000001234567890.journal",
        "9223372036854775807, 09223372036854775807.journal"
    })
    void nameIsTheFirstNumberInTwentyDigits(long baseSeq, String name) {
        assertThat(FileHeader.nameOf(baseSeq)).isEqualTo(name);
        assertThat(FileHeader.baseSeqOf(name)).isEqualTo(baseSeq);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000000000000000000.journal",
                "09223372036854775808.journal",
                "10000000000000000000.journal",
                "99999999999999999999.journal",
                "0000000000000000001.journal",
                "000000000000000000001.journal",
                "00000000000000000001.journey",
                "0000000000000000000/.journal",
                "0000000000000000000:.journal",
                "-0000000000000000001.journal",
                "00000000000000000001.journal.new"
            })
    void otherNamesAreNoJournalFiles(String name) {
        assertThat(FileHeader.baseSeqOf(name)).isEqualTo(-1);
    }

    @Test
    void bothCopiesAreReadAsTheyWereWritten() throws IOException {
        FileHeader.Copies copies = read();

        assertThat(copies.first()).isEqualTo(HEADER);
        assertThat(copies.second()).isEqualTo(HEADER);
        assertThat(copies.bothWhole()).isTrue();
        assertThat(HEADER.dataEnd()).isEqualTo(SECOND);
    }

    @Test
    void anyFlippedBitCostsOneCopyAlone() throws IOException {
        for (int bit = 0; bit < 64 * 8; bit++) {
            for (int copy : new int[] {0, SECOND}) {
                disk.flipBit(FILE, copy * 8L + bit);
                FileHeader.Copies copies = read();
                assertThat(copy == 0 ? copies.first() : copies.second())
                        .as("bit %d", bit)
                        .isNull();
                assertThat(copies.any()).isEqualTo(HEADER);
                assertThat(copies.bothWhole()).isFalse();
                disk.flipBit(FILE, copy * 8L + bit);
            }
        }
    }

    @Test
    void aCopyOfAnotherFileIsNotTheSecond() throws IOException {
        disk.put("b.journal", new byte[FILE_BYTES]);
        try (Storage.StoredFile file = disk.open("b.journal")) {
            new FileHeader(43, new UUID(1, 2), 0x5EED, 1_700_000_000_123L, FILE_BYTES).write(file);
        }
        byte[] bytes = disk.bytes(FILE).clone();
        System.arraycopy(disk.bytes("b.journal"), 0, bytes, SECOND, 64);
        disk.put(FILE, bytes);

        assertThat(read().bothWhole()).isFalse();
        assertThat(read().any()).isEqualTo(HEADER);
    }

    /** Of a file that was cut the first says where the second would be. */
    @ParameterizedTest
    @CsvSource({"63, false", "64, true", "8192, true", "12287, true"})
    void aFileThatWasCutIsKnownByItsFirstCopy(int size, boolean expected) throws IOException {
        disk.cutTo(FILE, size);

        FileHeader.Copies copies = read();

        assertThat(copies.any()).isEqualTo(expected ? HEADER : null);
        assertThat(copies.second()).isEqualTo(size > SECOND + 64 ? HEADER : null);
    }

    @Test
    void aFileOfOneBlockHasNoSecondCopy() throws IOException {
        disk.put(FILE, new byte[FileHeader.BLOCK_BYTES]);

        assertThat(read().any()).isNull();
    }

    @Test
    void aLaterFormatIsNamedAndNotTakenForDamage() {
        byte[] bytes = disk.bytes(FILE).clone();
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, 64);
        header.putInt("WEIRJRNL".getBytes(StandardCharsets.US_ASCII).length, 2);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 60);
        header.putInt(60, (int) crc.getValue());
        disk.put(FILE, bytes);

        assertThatThrownBy(this::read).hasMessage("journal file of format 2 (expected: 1)");
    }

    private FileHeader.Copies read() throws IOException {
        try (Storage.StoredFile file = disk.openReadOnly(FILE)) {
            return FileHeader.read(file);
        }
    }
}
