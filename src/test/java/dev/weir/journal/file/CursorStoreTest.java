package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.journal.CursorStore.Cursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorStoreTest {

    private static final String FILE = "cursors/a.cursor";
    private static final int SECOND_SLOT = 4096;

    private final SimulatedDisk disk = new SimulatedDisk();

    @Test
    void aSavedCursorIsLoaded() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        Cursor cursor = new Cursor(11, 4, 3, 2, 1);
        store.save("a", cursor);
        assertThat(store.load("a")).isEqualTo(cursor);
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(cursor);
    }

    @Test
    void cursorsOfSinksAreApart() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", at(3));
        store.save("b-2", at(9));
        assertThat(store.load("a")).isEqualTo(at(3));
        assertThat(store.highest()).isEqualTo(9);
    }

    @Test
    void saveForcesBeforeItReturns() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", at(2));
        for (int next = 3; next < 30; next++) {
            store.save("a", at(next));
            assertThat(disk.operations()).endsWith("write " + FILE, "force " + FILE);
        }
        SimulatedDisk found = disk.afterPowerCut(new Random(1));
        assertThat(FileCursorStore.open(found).load("a")).isEqualTo(at(29));
    }

    @Test
    void aCrashAtAnyStepOfASaveLeavesTheOldOrTheNewCursor() throws IOException {
        for (int steps = 0; steps < 12; steps++) {
            for (int seed = 0; seed < 20; seed++) {
                SimulatedDisk one = new SimulatedDisk();
                one.cutPowerAfter(steps);
                int saved = 0;
                try {
                    FileCursorStore store = FileCursorStore.open(one);
                    for (int next = 1; next <= 4; next++) {
                        store.save("a", at(next));
                        saved = next;
                    }
                } catch (UncheckedIOException cut) {
                    // The power went.
                }
                Cursor found = FileCursorStore.open(one.afterPowerCut(new Random(seed)))
                        .load("a");
                assertThat(found.nextSeq()).as("after %d steps", steps).isBetween(Math.max(1L, saved), saved + 1L);
            }
        }
    }

    @Test
    void everyFlippedBitFallsBackByAtMostOneGeneration() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        for (int next = 1; next <= 5; next++) {
            store.save("a", at(next));
        }
        for (int slot = 0; slot <= SECOND_SLOT; slot += SECOND_SLOT) {
            for (long bit = slot * 8L; bit < (slot + 256) * 8L; bit++) {
                SimulatedDisk hurt = disk.copy();
                hurt.flipBit(FILE, bit);
                assertThat(FileCursorStore.open(hurt).load("a").nextSeq())
                        .as("bit %d", bit)
                        .isIn(4L, 5L);
            }
        }
    }

    @Test
    void afterAFallBackTheDamagedCopyIsReplacedFirst() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", at(4));
        store.save("a", at(5));
        SimulatedDisk hurt = disk.copy();
        // Even generations stand in the first slot.
        hurt.flipBit(FILE, 16);
        FileCursorStore again = FileCursorStore.open(hurt);
        assertThat(again.load("a")).isEqualTo(at(4));
        again.save("a", at(6));
        assertThat(FileCursorStore.open(hurt).load("a")).isEqualTo(at(6));
        hurt.flipBit(FILE, 16);
        assertThat(FileCursorStore.open(hurt).load("a")).isEqualTo(at(4));
    }

    @Test
    void aCursorWithoutAWholeCopyIsRefusedAndNamed() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", at(4));
        store.save("a", at(5));
        disk.flipBit(FILE, 16);
        disk.flipBit(FILE, SECOND_SLOT * 8 + 16);
        assertThatThrownBy(() -> JournalOnDisk.open(disk))
                .hasMessageContaining("cursors/a.cursor: both copies are damaged (expected: at least one whole)");
    }

    @Test
    void aSaveThatFailsSaysSoAndKeepsTheOldCursor() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", at(4));
        disk.failForceAfter(0);
        assertThatThrownBy(() -> store.save("a", at(5)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cursor of a");
        assertThat(store.load("a")).isEqualTo(at(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "../x", "a/b", "a.b", "\u00e4", "a_b"})
    void aSinkNameThatIsNoneIsRefused(String sink) throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        assertThatThrownBy(() -> store.load(sink))
                .hasMessageContaining("(expected: 1 to 64 lower-case letters, digits and hyphens)");
    }

    private static Cursor at(long nextSeq) {
        return new Cursor(nextSeq, nextSeq - 1, 0, 0, 0);
    }
}
