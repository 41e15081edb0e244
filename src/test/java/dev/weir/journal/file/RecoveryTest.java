package dev.weir.journal.file;

import static dev.weir.journal.file.JournalOnDisk.FIRST_FILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Promise;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.EnvelopeCodec;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final int EVENTS = 6;

    @Test
    void everyCutLosesWhatWasCutAndNothingElse() throws IOException {
        SimulatedDisk whole = JournalOnDisk.diskWith(EVENTS);
        List<Integer> ends = recordEnds(whole);
        int markEnd = ends.get(EVENTS - 1) + RecordFormat.MARK_BYTES;
        List<Integer> unpaddedEnds = unpaddedEnds(whole);
        for (int cut = 64; cut <= markEnd; cut += cut < FileHeader.BLOCK_BYTES ? 64 : 1) {
            SimulatedDisk disk = whole.copy();
            disk.cutTo(FIRST_FILE, cut);
            int survivors = countUpTo(unpaddedEnds, cut);
            try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
                assertThat(journal.entries()).as("cut at %d", cut).isEqualTo(kept(1, survivors));
                journal.append(survivors + 1, survivors + 1);
                assertThat(journal.entries()).as("cut at %d", cut).isEqualTo(kept(1, survivors + 1));
            }
            try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
                assertThat(journal.entries()).as("cut at %d, again", cut).isEqualTo(kept(1, survivors + 1));
            }
        }
    }

    @Test
    void aFileCutWithinItsHeaderIsPutAsideAndItsNumbersAreNotUsedAgain() throws IOException {
        SimulatedDisk whole = JournalOnDisk.diskWith(EVENTS);
        for (int cut = 0; cut < 64; cut++) {
            SimulatedDisk disk = whole.copy();
            disk.cutTo(FIRST_FILE, cut);
            disk.put("cursors/a.cursor", cursorAt(EVENTS + 1));
            try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
                assertThat(journal.entries()).containsExactly("!1-6");
                journal.append(7, 7);
                assertThat(journal.entries()).containsExactly("!1-6", "7");
            }
            assertThat(disk.exists("quarantine/" + FIRST_FILE)).isTrue();
        }
    }

    @Test
    void whatIsDamagedIsToldOnceAlsoByReadersThatPass() throws IOException {
        SimulatedDisk disk = JournalOnDisk.diskWith(EVENTS);
        disk.flipBit(FIRST_FILE, (recordEnds(disk).get(0) + RecordFormat.HEADER_BYTES) * 8L);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            for (int from = 1; from <= EVENTS; from++) {
                try (JournalReader reader = journal.journal.reader(from)) {
                    Entry first = reader.poll();
                    assertThat(first).isNotNull();
                    assertThat(first.seq()).isEqualTo(from);
                }
            }
            assertThat(journal.count("weir.journal.damaged")).isEqualTo(1);
        }
    }

    @Test
    void everyFlippedBitOfARecordLosesAtMostThatRecord() throws IOException {
        SimulatedDisk whole = JournalOnDisk.diskWith(EVENTS);
        List<Integer> ends = recordEnds(whole);
        int from = FileHeader.BLOCK_BYTES;
        for (int record = 1; record <= EVENTS; record++) {
            int padding = RecordFormat.padded(lengthAt(whole, from)) - lengthAt(whole, from);
            for (long bit = from * 8L; bit < (ends.get(record - 1) - padding) * 8L; bit++) {
                assertThat(entriesWithFlipped(whole, bit)).as("bit %d", bit).isEqualTo(keptBut(record));
            }
            from = ends.get(record - 1);
        }
    }

    @Test
    void everyFlippedBitOutsideTheRecordsLosesNothing() throws IOException {
        SimulatedDisk whole = JournalOnDisk.diskWith(EVENTS);
        int end = recordEnds(whole).get(EVENTS - 1);
        LongStream header = LongStream.range(0, 64 * 8);
        LongStream padding =
                LongStream.range(64 * 8, FileHeader.BLOCK_BYTES * 8).filter(bit -> bit % 97 == 0);
        LongStream mark = LongStream.range(end * 8L, (end + RecordFormat.MARK_BYTES) * 8L);
        long fileBits = JournalOnDisk.SMALL.fileBytes() * 8;
        LongStream tail =
                LongStream.range((end + RecordFormat.MARK_BYTES) * 8L, fileBits).filter(bit -> bit % 1009 == 0);
        LongStream second = LongStream.range(0, 64 * 8).map(bit -> fileBits - FileHeader.BLOCK_BYTES * 8 + bit);
        LongStream.of(header.toArray()).forEach(bit -> assertNothingLost(whole, bit));
        padding.forEach(bit -> assertNothingLost(whole, bit));
        mark.forEach(bit -> assertNothingLost(whole, bit));
        tail.forEach(bit -> assertNothingLost(whole, bit));
        second.forEach(bit -> assertNothingLost(whole, bit));
    }

    @Test
    void aDamagedRecordIsCopiedAsideCountedAndReportedOnEveryRead() throws IOException {
        SimulatedDisk disk = JournalOnDisk.diskWith(EVENTS);
        int end = recordEnds(disk).get(0);
        disk.flipBit(FIRST_FILE, (end + 40) * 8L);
        byte[] hurt = disk.bytes(FIRST_FILE);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            assertThat(journal.entries()).containsExactly("1", "!2-2", "3", "4", "5", "6");
            assertThat(journal.entries()).containsExactly("1", "!2-2", "3", "4", "5", "6");
            assertThat(journal.count("weir.journal.damaged")).isEqualTo(1);
        }
        List<String> copies = disk.list("quarantine");
        assertThat(copies).hasSize(1);
        byte[] copy = disk.bytes("quarantine/" + copies.get(0));
        assertThat(copy).isEqualTo(Arrays.copyOfRange(hurt, end, end + copy.length));
    }

    @Test
    void aDamagedHeaderIsMendedFromItsCopy() throws IOException {
        SimulatedDisk disk = JournalOnDisk.diskWith(EVENTS);
        byte[] whole = disk.bytes(FIRST_FILE);
        disk.flipBit(FIRST_FILE, 20 * 8);
        JournalOnDisk.open(disk).close();
        assertThat(Arrays.copyOf(disk.bytes(FIRST_FILE), FileHeader.BLOCK_BYTES))
                .isEqualTo(Arrays.copyOf(whole, FileHeader.BLOCK_BYTES));
    }

    @Test
    void aFileWithoutHeadersIsPutAsideAndNumberingGoesOnAboveIt() throws IOException {
        SimulatedDisk disk = JournalOnDisk.diskWith(EVENTS);
        disk.flipBit(FIRST_FILE, 20 * 8);
        disk.flipBit(FIRST_FILE, (JournalOnDisk.SMALL.fileBytes() - FileHeader.BLOCK_BYTES + 20) * 8);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            journal.append(7, 7);
            assertThat(journal.entries()).containsExactly("!1-6", "7");
        }
    }

    @Test
    void numberingGoesOnAboveTheHighestCursorWhenTheTailWasLost() throws IOException {
        SimulatedDisk disk = JournalOnDisk.diskWith(EVENTS);
        disk.cutTo(FIRST_FILE, recordEnds(disk).get(3));
        disk.put("cursors/a.cursor", cursorAt(6));
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            journal.append(6, 6);
            assertThat(journal.entries()).containsExactly("1", "2", "3", "4", "!5-5", "6");
        }
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            assertThat(journal.entries()).containsExactly("1", "2", "3", "4", "!5-5", "6");
        }
    }

    @Test
    void numberingGoesOnAboveTheFrontierOfACursorThatIsOwedMoreBelow() throws IOException {
        SimulatedDisk disk = JournalOnDisk.diskWith(EVENTS);
        disk.cutTo(FIRST_FILE, recordEnds(disk).get(3));
        FileCursorStore.open(disk).save("a", new Cursor(6, 3, 0, 0, 0, 0, Map.of("shop", new Cursor.Behind(2, 2))));
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            journal.append(6, 6);
            assertThat(journal.entries()).containsExactly("1", "2", "3", "4", "!5-5", "6");
        }
    }

    @Test
    void aKilledWritersMarkTellsADamagedLastRecordFromATornOne() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        JournalOnDisk killed = JournalOnDisk.open(disk);
        killed.append(1, EVENTS);
        JournalOnDisk.await(() -> recordTypeAfter(disk, EVENTS) == RecordFormat.MARK);
        SimulatedDisk found = disk.afterKill();
        killed.close();
        int start = recordEnds(found).get(EVENTS - 2);
        found.flipBit(FIRST_FILE, (start + 50) * 8L);
        try (JournalOnDisk journal = JournalOnDisk.open(found)) {
            assertThat(journal.entries()).containsExactly("1", "2", "3", "4", "5", "!6-6");
            journal.append(7, 7);
            assertThat(journal.entries()).containsExactly("1", "2", "3", "4", "5", "!6-6", "7");
        }
    }

    @Test
    void aTornTailIsCopiedAsideAndCleared() throws IOException {
        SimulatedDisk disk = JournalOnDisk.diskWith(EVENTS);
        int end = recordEnds(disk).get(EVENTS - 1) + RecordFormat.MARK_BYTES;
        byte[] bytes = disk.bytes(FIRST_FILE);
        // The first half of a record, as a killed write leaves it.
        System.arraycopy(bytes, FileHeader.BLOCK_BYTES, bytes, end, 60);
        disk.put(FIRST_FILE, bytes);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            assertThat(journal.entries()).isEqualTo(kept(1, EVENTS));
            assertThat(journal.count("weir.journal.torn.tails")).isEqualTo(1);
            assertThat(journal.count("weir.journal.damaged")).isZero();
        }
        assertThat(disk.list("quarantine")).hasSize(1);
        byte[] after = disk.bytes(FIRST_FILE);
        assertThat(IntStream.range(end, end + 60).allMatch(i -> after[i] == 0)).isTrue();
    }

    @Test
    void aMissingFileInTheMiddleIsReported() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        List<Long> bases;
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            journal.appendLarge(1, 150);
            bases = bases(disk);
        }
        assertThat(bases.size()).isGreaterThanOrEqualTo(3);
        disk.delete(FileHeader.nameOf(bases.get(1)));
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            List<String> expected = new ArrayList<>(kept(1, (int) (bases.get(1) - 1)));
            expected.add("!" + bases.get(1) + "-" + (bases.get(2) - 1));
            expected.addAll(kept(bases.get(2).intValue(), 150));
            assertThat(journal.entries()).isEqualTo(expected);
        }
    }

    @Test
    void aMissingFirstFileIsReported() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            journal.appendLarge(1, 100);
        }
        long second = bases(disk).get(1);
        disk.delete(FIRST_FILE);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            assertThat(journal.entries().get(0)).isEqualTo("!1-" + (second - 1));
            assertThat(journal.entries().get(1)).isEqualTo(Long.toString(second));
        }
    }

    @Test
    void bytesOfABeaconNeverPassForARecord() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            journal.append(1, 1);
        }
        byte[] bytes = disk.bytes(FIRST_FILE);
        int length = RecordFormat.padded(lengthAt(disk, FileHeader.BLOCK_BYTES));
        // Another file's salt: all that a visitor could know of is the format.
        ByteBuffer planted =
                ByteBuffer.wrap(bytes, FileHeader.BLOCK_BYTES + length, length).slice();
        planted.put(bytes, FileHeader.BLOCK_BYTES, lengthAt(disk, FileHeader.BLOCK_BYTES));
        new RecordFormat(42).seal(planted, 0, 2, 0, RecordFormat.EVENT, EnvelopeCodec.VERSION);
        disk.put(FIRST_FILE, bytes);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            assertThat(journal.entries()).containsExactly("1");
        }
    }

    @Test
    void aFileOfAnotherJournalIsRefused() throws IOException {
        SimulatedDisk disk = JournalOnDisk.diskWith(2);
        byte[] bytes = disk.bytes(FIRST_FILE);
        SimulatedDisk other = new SimulatedDisk();
        FileHeader header = new FileHeader(9, new UUID(1, 2), 3, 4, bytes.length);
        other.put(FileHeader.nameOf(9), bytes);
        try (Storage.StoredFile file = other.open(FileHeader.nameOf(9))) {
            header.write(file);
        }
        disk.put(FileHeader.nameOf(9), other.bytes(FileHeader.nameOf(9)));
        assertThatThrownBy(() -> JournalOnDisk.open(disk))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("00000000000000000009.journal: belongs to journal")
                .hasMessageContaining("expected: ");
    }

    @Test
    void aRenamedFileIsRefused() throws IOException {
        SimulatedDisk disk = JournalOnDisk.diskWith(2);
        disk.rename(FIRST_FILE, FileHeader.nameOf(5));
        assertThatThrownBy(() -> JournalOnDisk.open(disk))
                .hasMessage("00000000000000000005.journal: holds the journal file that begins with 1"
                        + " (expected: 5, as it is named)");
    }

    @Test
    void whatAKilledProcessHadNotForcedIsForcedBeforeItIsRead() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk journal = JournalOnDisk.open(disk, Promise.OS)) {
            journal.append(1, 3);
            SimulatedDisk found = disk.afterKill();
            try (JournalOnDisk reopened = JournalOnDisk.open(found)) {
                assertThat(reopened.entries()).isEqualTo(kept(1, 3));
                assertThat(found.operations()).contains("force " + FIRST_FILE);
            }
        }
    }

    private static void assertNothingLost(SimulatedDisk whole, long bit) {
        try {
            assertThat(entriesWithFlipped(whole, bit)).as("bit %d", bit).isEqualTo(kept(1, EVENTS));
        } catch (IOException e) {
            throw new AssertionError("bit " + bit, e);
        }
    }

    private static List<String> entriesWithFlipped(SimulatedDisk whole, long bit) throws IOException {
        SimulatedDisk disk = whole.copy();
        disk.flipBit(FIRST_FILE, bit);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            return journal.entries();
        }
    }

    private static List<String> kept(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    private static List<String> keptBut(int damaged) {
        List<String> all = new ArrayList<>(kept(1, EVENTS));
        all.set(damaged - 1, "!" + damaged + "-" + damaged);
        return all;
    }

    private static int countUpTo(List<Integer> ends, int cut) {
        return (int) ends.stream().filter(end -> end <= cut).count();
    }

    /** Where the padded records of the first file end, by their own lengths. */
    private static List<Integer> recordEnds(SimulatedDisk disk) {
        List<Integer> ends = new ArrayList<>();
        int at = FileHeader.BLOCK_BYTES;
        for (int i = 0; i < EVENTS; i++) {
            at += RecordFormat.padded(lengthAt(disk, at));
            ends.add(at);
        }
        return ends;
    }

    private static List<Integer> unpaddedEnds(SimulatedDisk disk) {
        List<Integer> ends = new ArrayList<>();
        int start = FileHeader.BLOCK_BYTES;
        for (int end : recordEnds(disk)) {
            ends.add(start + lengthAt(disk, start));
            start = end;
        }
        return ends;
    }

    private static byte recordTypeAfter(SimulatedDisk disk, int events) {
        int at = FileHeader.BLOCK_BYTES;
        for (int i = 0; i < events; i++) {
            at += RecordFormat.padded(lengthAt(disk, at));
        }
        return disk.bytes(FIRST_FILE)[at + RecordFormat.TYPE];
    }

    private static int lengthAt(SimulatedDisk disk, int offset) {
        return ByteBuffer.wrap(disk.bytes(FIRST_FILE)).getInt(offset);
    }

    private static List<Long> bases(SimulatedDisk disk) {
        return disk.list("").stream()
                .map(FileHeader::baseSeqOf)
                .filter(base -> base > 0)
                .toList();
    }

    private static byte[] cursorAt(long nextSeq) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        FileCursorStore store = FileCursorStore.open(disk);
        store.save("a", new Cursor(nextSeq, nextSeq - 1, 0, 0, 0));
        return disk.bytes("cursors/a.cursor");
    }
}
