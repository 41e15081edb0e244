package dev.weir.journal.file;

import static dev.weir.journal.file.JournalOnDisk.FIRST_FILE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.EnvelopeCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is left of batches when a file was cut or a bit was flipped: always whole ones. */
class BatchRecoveryTest {

    /** Where the records' numbers begin: 1; 2 to 4; 5; 6 to 7. */
    private static final int[] FIRSTS = {1, 2, 5, 6, 8};

    private static final int RECORDS = 4;
    private static final int LAST = 7;

    @Test
    void everyCutLeavesWholeBatches() throws IOException {
        SimulatedDisk whole = diskWithBatches();
        List<Integer> starts = starts(whole);
        int markEnd = starts.get(RECORDS) + RecordFormat.MARK_BYTES;
        for (int cut = FileHeader.BLOCK_BYTES; cut <= markEnd; cut++) {
            SimulatedDisk disk = whole.copy();
            disk.cutTo(FIRST_FILE, cut);
            int survivors = survivors(whole, starts, cut);
            try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
                assertThat(journal.entries()).as("cut at %d", cut).isEqualTo(kept(survivors));
                journal.appendBatch(survivors + 1, survivors + 3);
                assertThat(journal.entries()).as("cut at %d", cut).isEqualTo(kept(survivors + 3));
            }
            try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
                assertThat(journal.entries()).as("cut at %d, again", cut).isEqualTo(kept(survivors + 3));
            }
        }
    }

    @Test
    void aTornBatchIsCopiedAsideAsAWhole() throws IOException {
        SimulatedDisk disk = diskWithBatches();
        List<Integer> starts = starts(disk);
        int cut = starts.get(RECORDS) - 20;
        byte[] bytes = disk.bytes(FIRST_FILE);
        Arrays.fill(bytes, cut, starts.get(RECORDS) + RecordFormat.MARK_BYTES, (byte) 0);
        disk.put(FIRST_FILE, bytes);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            assertThat(journal.count("weir.journal.torn.tails")).isEqualTo(1);
            assertThat(journal.count("weir.journal.damaged")).isZero();
        }
        String copy = disk.list("quarantine").get(0);
        assertThat(copy).isEqualTo(FIRST_FILE + "." + starts.get(RECORDS - 1) + "-" + cut);
    }

    @Test
    void everyFlippedBitOfABatchLosesThatBatchAndNothingElse() throws IOException {
        SimulatedDisk whole = diskWithBatches();
        List<Integer> starts = starts(whole);
        for (int record = 1; record < RECORDS; record += 2) {
            List<String> expected = keptBut(FIRSTS[record], FIRSTS[record + 1] - 1);
            int length = lengthAt(whole, starts.get(record));
            for (long bit = starts.get(record) * 8L; bit < (starts.get(record) + length) * 8L; bit++) {
                SimulatedDisk disk = whole.copy();
                disk.flipBit(FIRST_FILE, bit);
                try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
                    assertThat(journal.entries()).as("bit %d", bit).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aReaderThatStartsWithinADamagedBatchIsToldOfItsRest() throws IOException {
        SimulatedDisk disk = diskWithBatches();
        disk.flipBit(FIRST_FILE, (starts(disk).get(1) + 60) * 8L);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            assertThat(journal.entries(3)).containsExactly("!3-4", "5", "6", "7");
        }
    }

    @Test
    void aReaderThatStartsWithinABatchBehindDamageFindsIt() throws IOException {
        SimulatedDisk disk = diskWithBatches();
        disk.flipBit(FIRST_FILE, (starts(disk).get(2) + 60) * 8L);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            assertThat(journal.entries(7)).containsExactly("7");
        }
    }

    @Test
    void numberingGoesOnAboveABatchOfAFileWithoutHeaders() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            journal.appendBatch(1, LAST);
        }
        // Without the mark, the batch alone tells how far it reaches.
        disk.flipBit(
                FIRST_FILE,
                (FileHeader.BLOCK_BYTES
                                        + RecordFormat.padded(lengthAt(disk, FileHeader.BLOCK_BYTES))
                                        + RecordFormat.TYPE)
                                * 8L
                        + 7);
        disk.flipBit(FIRST_FILE, 20 * 8);
        disk.flipBit(FIRST_FILE, (JournalOnDisk.SMALL.fileBytes() - FileHeader.BLOCK_BYTES + 20) * 8);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            journal.append(LAST + 1, LAST + 1);
            assertThat(journal.entries()).containsExactly("!1-7", "8");
        }
    }

    @Test
    void anEventOfABatchThatCannotBeReadIsReportedAlone() throws IOException {
        SimulatedDisk disk = diskWithBatches();
        byte[] bytes = disk.bytes(FIRST_FILE);
        int start = starts(disk).get(1);
        RecordFormat format = new RecordFormat(salt(disk));
        // The second event's dialect is longer than the event: nothing that damage does, but a later version might.
        ByteBuffer record = ByteBuffer.wrap(bytes);
        int second = start + RecordFormat.HEADER_BYTES + RecordFormat.COUNT_BYTES;
        second += RecordFormat.EVENT_LENGTH_BYTES + record.getInt(second) + RecordFormat.EVENT_LENGTH_BYTES;
        record.putInt(second, 1 << 20);
        record.position(start + record.getInt(start));
        format.seal(record, start, 2, 0, RecordFormat.BATCH, EnvelopeCodec.VERSION);
        disk.put(FIRST_FILE, bytes);
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            assertThat(journal.entries()).isEqualTo(keptBut(3, 3));
            assertThat(journal.count("weir.journal.damaged")).isEqualTo(1);
        }
    }

    @Test
    void anInspectorTellsOfEveryEventOfABatch() throws IOException {
        SimulatedDisk disk = diskWithBatches();
        List<Long> seen = new ArrayList<>();
        JournalInspector.FileReport report = JournalInspector.of(disk)
                .inspect((seq, timeMillis, envelope) -> seen.add(seq))
                .get(0);
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(report.isClean()).isTrue();
        assertThat(report.events()).isEqualTo(LAST);
        assertThat(report.lastSeq()).isEqualTo(LAST);
        assertThat(report.accountedSeq()).isEqualTo(LAST);
    }

    @Test
    void anInspectorTellsWhichNumbersADamagedBatchHad() throws IOException {
        SimulatedDisk disk = diskWithBatches();
        disk.flipBit(FIRST_FILE, (starts(disk).get(1) + 60) * 8L);
        JournalInspector.FileReport report = JournalInspector.of(disk)
                .inspect((seq, timeMillis, envelope) -> {})
                .get(0);
        assertThat(report.events()).isEqualTo(LAST - 3);
        assertThat(report.damages()).singleElement().satisfies(damage -> {
            assertThat(damage.firstSeq()).isEqualTo(2);
            assertThat(damage.lastSeq()).isEqualTo(4);
        });
    }

    private static SimulatedDisk diskWithBatches() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            journal.append(1, 1);
            journal.appendBatch(2, 4);
            journal.append(5, 5);
            journal.appendBatch(6, LAST);
        }
        return disk;
    }

    /** Where each record of the first file begins, and the mark behind the last. */
    private static List<Integer> starts(SimulatedDisk disk) {
        List<Integer> starts = new ArrayList<>();
        int at = FileHeader.BLOCK_BYTES;
        for (int i = 0; i <= RECORDS; i++) {
            starts.add(at);
            at += RecordFormat.padded(lengthAt(disk, at));
        }
        return starts;
    }

    /** The last number of what is whole below a cut. */
    private static int survivors(SimulatedDisk whole, List<Integer> starts, int cut) {
        int last = 0;
        for (int record = 0; record < RECORDS; record++) {
            if (starts.get(record) + lengthAt(whole, starts.get(record)) <= cut) {
                last = FIRSTS[record + 1] - 1;
            }
        }
        return last;
    }

    private static int lengthAt(SimulatedDisk disk, int offset) {
        return ByteBuffer.wrap(disk.bytes(FIRST_FILE)).getInt(offset);
    }

    private static long salt(SimulatedDisk disk) throws IOException {
        try (Storage.StoredFile file = disk.open(FIRST_FILE)) {
            return FileHeader.read(file).first().salt();
        }
    }

    private static List<String> kept(int to) {
        return IntStream.rangeClosed(1, to).mapToObj(Integer::toString).toList();
    }

    private static List<String> keptBut(int first, int last) {
        List<String> all = new ArrayList<>(kept(LAST));
        all.subList(first - 1, last).clear();
        all.add(first - 1, "!" + first + "-" + last);
        return all;
    }
}
