package dev.weir.journal.file;

import static dev.weir.journal.file.CursorStoreTest.at;
import static dev.weir.journal.file.CursorStoreTest.behind;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cursor came to after its last save, for the next process. */
class CursorNoteTest {

    private static final String FILE = "cursors/a.cursor";
    private static final String NOTE = "cursors/a.note";

    private final SimulatedDisk disk = new SimulatedDisk();
    private FileCursorStore store;

    @BeforeEach
    void save() throws IOException {
        store = FileCursorStore.open(disk);
        store.save("a", at(4));
    }

    @Test
    void aNoteOutlivesTheProcess() throws IOException {
        assertThat(store.tryNote("a", at(5))).isTrue();
        assertThat(store.tryNote("a", behind(9, 2))).isTrue();

        assertThat(FileCursorStore.open(disk.afterKill()).load("a")).isEqualTo(behind(9, 2));
    }

    @Test
    void aNoteIsOneSmallWriteWithoutAForce() {
        store.tryNote("a", at(5));
        long before = disk.writtenBytes();
        int operations = disk.operations().size();

        store.tryNote("a", at(6));

        assertThat(disk.operations().subList(operations, disk.operations().size()))
                .containsExactly("write " + NOTE);
        assertThat(disk.writtenBytes() - before).isEqualTo(256);
    }

    @Test
    void aNoteIsNoSave() throws IOException {
        store.tryNote("a", at(5));

        assertThat(store.load("a")).isEqualTo(at(4));
        assertThat(store.highest()).isEqualTo(4);
    }

    /** Journal files are deleted by what the cursor says from the start. */
    @Test
    void aNoteThatIsFoundIsSavedBeforeItIsUsed() throws IOException {
        store.tryNote("a", at(5));
        SimulatedDisk restarted = disk.afterKill();
        FileCursorStore.open(restarted);

        for (int seed = 0; seed < 20; seed++) {
            assertThat(FileCursorStore.open(restarted.afterPowerCut(new Random(seed)))
                            .load("a"))
                    .isEqualTo(at(5));
        }
    }

    @Test
    void aLaterSaveMakesANoteWorthless() throws IOException {
        store.tryNote("a", at(5));
        store.save("a", at(6));

        assertThat(FileCursorStore.open(disk.afterKill()).load("a")).isEqualTo(at(6));
    }

    @Test
    void aNoteOfAnotherSaveOfTheSameGenerationIsWorthless() throws IOException {
        store.tryNote("a", at(9));
        SimulatedDisk another = new SimulatedDisk();
        FileCursorStore.open(another).save("a", at(3));
        disk.put(FILE, another.bytes(FILE));

        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(at(3));
    }

    @Test
    void aSinkWhoseCursorWasDeletedBeginsAnewWhateverWasNoted() throws IOException {
        store.tryNote("a", at(5));
        disk.delete(FILE);

        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(at(1));
    }

    @Test
    void beforeTheFirstSaveNothingIsNoted() {
        assertThat(store.tryNote("b", at(5))).isFalse();
        assertThat(disk.exists("cursors/b.note")).isFalse();
    }

    @Test
    void aLongCursorIsNotNotedAndTheNoteBeforeItHolds() throws IOException {
        store.tryNote("a", at(5));

        assertThat(store.tryNote("a", behind(1000, 33))).isFalse();
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(at(5));
    }

    @Test
    void whatAShortNoteLeavesOfALongOneIsNotRead() throws IOException {
        store.tryNote("a", behind(1000, 32));
        store.tryNote("a", at(1001));

        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(at(1001));
    }

    @Test
    void aFlippedBitOfANoteCostsTheNoteAlone() throws IOException {
        store.tryNote("a", at(5));
        for (long bit = 0; bit < 256 * 8; bit++) {
            SimulatedDisk hurt = disk.copy();
            hurt.flipBit(NOTE, bit);
            assertThat(FileCursorStore.open(hurt).load("a")).as("bit %d", bit).isIn(at(4), at(5));
        }
    }

    @Test
    void aNoteThatIsCutCostsTheNoteAlone() throws IOException {
        store.tryNote("a", at(5));
        for (int size = 0; size < 256; size++) {
            SimulatedDisk hurt = disk.copy();
            hurt.cutTo(NOTE, size);
            assertThat(FileCursorStore.open(hurt).load("a"))
                    .as("cut to %d", size)
                    .isEqualTo(at(4));
        }
    }

    @Test
    void aNoteThatCannotBeWrittenIsNoFault() throws IOException {
        disk.failNext("create " + NOTE);
        assertThat(store.tryNote("a", at(5))).isFalse();
        assertThat(store.tryNote("a", at(6))).isTrue();
        disk.failNext("write " + NOTE);
        assertThat(store.tryNote("a", at(7))).isFalse();
        store.save("a", at(8));

        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(at(8));
    }

    @Test
    void aNoteThatCannotBeSavedIsNotUsed() throws IOException {
        store.tryNote("a", at(5));
        SimulatedDisk restarted = disk.afterKill();
        restarted.failNext("write " + FILE);

        assertThat(FileCursorStore.open(restarted).load("a")).isEqualTo(at(4));
    }

    /** As it is asked for while the process runs, and after it was killed. */
    @Test
    void whoLooksSeesTheNote() throws IOException {
        store.tryNote("a", at(5));

        assertThat(FileCursorStore.peek(disk, "a")).isEqualTo(at(5));
        assertThat(FileCursorStore.open(disk.copy()).load("a")).isEqualTo(at(5));
    }
}
