package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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

    @Test
    void whatSectionsAreOwedIsKept() throws IOException {
        Cursor cursor = new Cursor(21, 4, 3, 2, 5, 1, Map.of("shop-1", new Behind(6, 3), "b", new Behind(20, 2)));
        FileCursorStore.open(disk).save("a", cursor);
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(cursor);
    }

    @Test
    void theHighestPositionIsTheFrontierAndNotWhatIsOwedBelow() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", behind(50, 2));
        assertThat(store.load("a").nextSeq()).isEqualTo(1);
        assertThat(store.highest()).isEqualTo(50);
    }

    @Test
    void tenThousandSectionsOfTheLongestNamesAreKept() throws IOException {
        Map<String, Behind> behind = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            behind.put("s".repeat(59) + (10_000 + i), new Behind(4_000_000_000_000_000_000L + i, 100_000_000_000_000L));
        }
        long owed = 10_000 * 100_000_000_000_000L;
        Cursor cursor = new Cursor(Long.MAX_VALUE, Long.MAX_VALUE - 1 - owed, 0, 0, 0, 0, behind);
        FileCursorStore.open(disk).save("a", cursor);
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(cursor);
    }

    @Test
    void aSmallStateIsOneSmallWriteAlsoWhereALargeOneWas() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", behind(9000, 2000));
        store.save("a", at(9001));
        long before = disk.writtenBytes();
        int operations = disk.operations().size();
        store.save("a", behind(9002, 2));
        assertThat(disk.operations().subList(operations, operations + 2))
                .containsExactly("write " + FILE, "force " + FILE);
        assertThat(disk.operations()).hasSize(operations + 2);
        assertThat(disk.writtenBytes() - before).isEqualTo(256);
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(behind(9002, 2));
    }

    @Test
    void aLargerStateMakesTheFileAnewDurablyAndTheNextOneDoesNot() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", at(2));
        int operations = disk.operations().size();
        store.save("a", behind(1000, 300));
        store.save("a", behind(1001, 300));
        assertThat(disk.operations().subList(operations, disk.operations().size()))
                .containsExactly(
                        "create " + FILE + ".new",
                        "write " + FILE + ".new",
                        "force " + FILE + ".new",
                        "rename " + FILE + ".new " + FILE,
                        "forceFolder cursors",
                        "write " + FILE,
                        "force " + FILE);
        SimulatedDisk found = disk.afterPowerCut(new Random(3));
        assertThat(FileCursorStore.open(found).load("a")).isEqualTo(behind(1001, 300));
    }

    @Test
    void aCrashAtAnyStepLeavesTheOldOrTheNewCursorWhateverItsSize() throws IOException {
        List<Cursor> saves = List.of(
                at(2), behind(800, 200), behind(801, 1), behind(3000, 700), at(3001), behind(4000, 900), at(4001));
        for (int steps = 0; steps < 45; steps++) {
            for (int seed = 0; seed < 12; seed++) {
                SimulatedDisk one = new SimulatedDisk();
                one.cutPowerAfter(steps);
                int saved = 0;
                try {
                    FileCursorStore store = FileCursorStore.open(one);
                    for (Cursor each : saves) {
                        store.save("a", each);
                        saved++;
                    }
                } catch (UncheckedIOException cut) {
                    // The power went.
                }
                Cursor found = FileCursorStore.open(one.afterPowerCut(new Random(seed)))
                        .load("a");
                assertThat(found)
                        .as("after %d steps", steps)
                        .isIn(
                                saved == 0 ? Cursor.START : saves.get(saved - 1),
                                saved < saves.size() ? saves.get(saved) : saves.get(saved - 1));
            }
        }
    }

    @Test
    void aFlippedBitOfALargeCursorFallsBackByAtMostOneGeneration() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", at(2));
        store.save("a", behind(1000, 300));
        int slot = disk.bytes(FILE).length / 2;
        for (long bit = 0; bit < 2L * slot * 8; bit += 37) {
            SimulatedDisk hurt = disk.copy();
            hurt.flipBit(FILE, bit);
            assertThat(FileCursorStore.open(hurt).load("a")).as("bit %d", bit).isIn(at(2), behind(1000, 300));
        }
    }

    @Test
    void theGenerationBeforeAGrowthIsThereWhenTheNewOneIsDamaged() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", behind(7, 1));
        store.save("a", behind(1000, 300));
        disk.flipBit(FILE, 800);
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(behind(7, 1));
    }

    @Test
    void whatAKilledProcessHadNotForcedIsForcedBeforeItIsUsed() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            SimulatedDisk one = new SimulatedDisk();
            FileCursorStore store = FileCursorStore.open(one);
            store.save("a", at(4));
            store.save("a", at(5));
            one.failForceAfter(0);
            assertThatThrownBy(() -> store.save("a", at(6))).isInstanceOf(UncheckedIOException.class);
            SimulatedDisk restarted = one.afterKill();
            assertThat(FileCursorStore.open(restarted).load("a")).isEqualTo(at(6));
            SimulatedDisk found = restarted.afterPowerCut(new Random(seed));
            assertThat(FileCursorStore.open(found).load("a")).isEqualTo(at(6));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create cursors/a.cursor.new",
                "write cursors/a.cursor.new",
                "force cursors/a.cursor.new",
                "rename cursors/a.cursor.new cursors/a.cursor",
                "forceFolder cursors"
            })
    void aGrowthThatFailsKeepsTheOldCursorAndIsDoneAgain(String step) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            SimulatedDisk one = new SimulatedDisk();
            FileCursorStore store = FileCursorStore.open(one);
            store.save("a", at(4));
            one.failNext(step);
            assertThatThrownBy(() -> store.save("a", behind(1000, 300))).isInstanceOf(UncheckedIOException.class);
            assertThat(store.load("a")).isEqualTo(at(4));
            store.save("a", behind(1001, 300));
            SimulatedDisk found = one.afterPowerCut(new Random(seed));
            assertThat(FileCursorStore.open(found).load("a")).isEqualTo(behind(1001, 300));
        }
    }

    @Test
    void whatAGrowthCutShortLeftIsDeletedAndNoSink() throws IOException {
        FileCursorStore.open(disk).save("a", at(4));
        disk.put(FILE + ".new", new byte[] {1, 2, 3});
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(at(4));
        assertThat(disk.list("cursors")).containsExactly("a.cursor");
    }

    @Test
    void aCursorTooLargeIsNotSavedAndTheOldOneStays() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", at(4));
        assertThatThrownBy(() -> store.save("a", behind(1_000_000, 150_000)))
                .hasMessageContaining("cursor of a")
                .hasRootCauseMessage("cursors/a.cursor: 2927822 bytes to save (expected: at most 2097152)");
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(at(4));
    }

    /** The checksum has as many digits, whatever it is: else what fits once would not fit with another order of sections. */
    @Test
    void cursorsOfOneLengthAreLinesOfOneLength() throws IOException {
        Set<Integer> lengths = new HashSet<>();
        for (int next = 101; next < 400; next++) {
            lengths.add(savedLine(at(next)).length());
        }
        assertThat(lengths).hasSize(1);
    }

    /** Files were written so, and are still about. */
    @Test
    void aChecksumWithoutItsLeadingZerosIsTheSame() throws IOException {
        // One in sixteen has a leading zero.
        int next = 101;
        while (!savedLine(at(next)).matches(".* 0[^ ]+")) {
            assertThat(++next).isLessThan(1000);
        }
        String line = savedLine(at(next)).replaceFirst(" 0+(?=[^ ]+$)", " ");
        byte[] slots = new byte[2 * SECOND_SLOT];
        byte[] first = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(first, 0, slots, SECOND_SLOT, first.length);
        disk.put(FILE, slots);
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(at(next));
    }

    @Test
    void aSectionWhoseNameIsNoneIsNotSaved() throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        Cursor cursor = new Cursor(3, 1, 0, 0, 0, 0, Map.of("a b", new Behind(1, 1)));
        assertThatThrownBy(() -> store.save("a", cursor))
                .hasMessage("section: a b (expected: 1 to 64 lower-case letters, digits and hyphens)");
    }

    @Test
    void aFileThatWasNeverSavedToIsNew() throws IOException {
        disk.put(FILE, new byte[300]);
        FileCursorStore store = FileCursorStore.open(disk);
        assertThat(store.load("a")).isEqualTo(Cursor.START);
        store.save("a", at(2));
        store.save("a", at(3));
        assertThat(FileCursorStore.open(disk).load("a")).isEqualTo(at(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "../x", "a/b", "a.b", "\u00e4", "a_b"})
    void aSinkNameThatIsNoneIsRefused(String sink) throws IOException {
        FileCursorStore store = FileCursorStore.open(disk);
        assertThatThrownBy(() -> store.load(sink))
                .hasMessageContaining("(expected: 1 to 64 lower-case letters, digits and hyphens)");
    }

    private static String savedLine(Cursor cursor) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        FileCursorStore.open(disk).save("a", cursor);
        String text = new String(disk.bytes(FILE), StandardCharsets.ISO_8859_1);
        // The first generation stands in the second slot.
        return text.substring(SECOND_SLOT, text.indexOf('\n')).strip();
    }

    static Cursor at(long nextSeq) {
        return new Cursor(nextSeq, nextSeq - 1, 0, 0, 0);
    }

    /** So many sections, each owed one event. */
    static Cursor behind(long frontier, int sections) {
        Map<String, Behind> behind = new HashMap<>();
        for (int i = 0; i < sections; i++) {
            behind.put("shop-" + i, new Behind(1 + i, 1));
        }
        return new Cursor(frontier, frontier - 1 - sections, 0, 0, 0, 0, behind);
    }
}
