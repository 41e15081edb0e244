package dev.weir.journal.file;

import static dev.weir.journal.file.CursorStoreTest.behind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.journal.CursorStore.Cursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in a cursor's file: what earlier versions wrote, and what cannot be read. */
class CursorFormTest {

    private static final String FILE = "cursors/a.cursor";
    private static final int SECOND_SLOT = 4096;

    private final SimulatedDisk disk = new SimulatedDisk();

    /** The very bytes that Weir wrote before sections could be behind. */
    @Test
    void aFileOfFiveNumbersIsReadAsItWasAndGoesOn() throws IOException {
        disk.put(FILE, firstForm("2 1234567 1230000 4000 60 506 37f3b811", "1 11 4 3 2 1 5d0e24d5"));
        FileCursorStore store = FileCursorStore.open(disk);
        assertThat(store.load("a")).isEqualTo(new Cursor(1234567, 1230000, 4000, 60, 506));

        store.save("a", behind(1234568, 1));
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(behind(1234568, 1));
        // The newest stands in the second slot; before it, the old form.
        disk.flipBit(FILE, SECOND_SLOT * 8 + 16);
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(new Cursor(1234567, 1230000, 4000, 60, 506));
    }

    @Test
    void aFileOfFiveNumbersGrowsWithItsLastGeneration() throws IOException {
        disk.put(FILE, firstForm("", "1 11 4 3 2 1 5d0e24d5"));
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", behind(1000, 300));
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(behind(1000, 300));
        disk.flipBit(FILE, 800);
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(new Cursor(11, 4, 3, 2, 1));
    }

    @Test
    void numbersAloneAreStillWrittenAsTheyWere() throws IOException {
        SlotFile floor = new SlotFile(disk, "", "floor");
        floor.save("17");
        floor.save("42");
        assertThat(disk.bytes("floor")).isEqualTo(firstForm("2 42 f7197cfd", "1 17 fde21873"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v3 1 0 0 0 0 0            | a cursor of form v3, which a newer Weir writes (expected: v2 or older)
            7 1 2 3                   | a cursor of 4 numbers (expected: 5)
            v2 7 6 0 0 0              | a cursor of 5 numbers (expected: at least 6)
            v2 7 x 0 0 0 0            | cursor: x (expected: a whole number)
            v2 7 5 0 0 0 0            | cursor's books do not add up to its position
            7 5 0 0 0                 | cursor's books do not add up to its position
            v2 7 5 0 0 0 0 shop:1     | section: shop:1 (expected: name:from:owed)
            v2 7 5 0 0 0 0 S:1:1      | section: S:1:1 (expected: name:from:owed)
            v2 7 5 0 0 0 0 s:7:1      | a section that is behind, and owed nothing
            v2 7 4 0 0 0 0 s:1:1 s:2:1| section: s (expected: each section once)
            """)
    void aTextThatIsNoCursorIsRefusedAndNamed(String text, String message) throws IOException {
        new SlotFile(disk, "cursors", "a.cursor").save(text);
        assertThatThrownBy(() -> JournalOnDisk.open(disk))
                .isInstanceOf(IOException.class)
                .hasMessage("cursors/a.cursor: " + message);
    }

    /** Of a cut no copy may be left, or the older one: then events come again, and none is missing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 300})
    void whereverAFileIsCutTheJournalOpensAndSkipsNothing(int sections) throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", behind(1000, sections));
        store.save("a", behind(1001, sections));
        int size = disk.bytes(FILE).length;
        for (int cut = 0; cut < size; cut += cut < 600 ? 1 : 97) {
            SimulatedDisk hurt = disk.copy();
            hurt.cutTo(FILE, cut);
            try (JournalOnDisk journal = JournalOnDisk.open(hurt)) {
                assertThat(journal.journal.cursors().load("a"))
                        .as("cut to %d", cut)
                        .isIn(Cursor.START, behind(1000, sections), behind(1001, sections));
                assertThat(journal.count("weir.journal.damaged"))
                        .as("cut to %d", cut)
                        .isPositive();
                journal.journal.cursors().save("a", behind(1002, sections));
            }
            assertThat(FileCursorStore.open(hurt).load("a"))
                    .as("cut to %d", cut)
                    .isEqualTo(behind(1002, sections));
        }
    }

    @Test
    void aFileThatIsTooLongIsRefusedAndNamed() throws IOException {
        FileCursorStore.open(disk).save("a", behind(1000, 300));
        disk.put(FILE, new byte[(4 << 20) + 1]);
        assertThatThrownBy(() -> FileCursorStore.open(disk))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cursors/a.cursor: 4194305 bytes (expected: at most 4194304).");
    }

    private static byte[] firstForm(String firstSlot, String secondSlot) {
        byte[] bytes = new byte[8192];
        put(bytes, 0, firstSlot);
        put(bytes, SECOND_SLOT, secondSlot);
        return bytes;
    }

    private static void put(byte[] bytes, int at, String line) {
        if (!line.isEmpty()) {
            byte[] padded = (line + " ".repeat(255 - line.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(padded, 0, bytes, at, padded.length);
        }
    }
}
