package dev.weir.journal.file;

import static dev.weir.journal.file.JournalOnDisk.FIRST_FILE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Promise;
import dev.weir.journal.Acks;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotationTest {

    private static final int EVENTS = 250;

    private final SimulatedDisk disk = new SimulatedDisk();

    @ParameterizedTest
    @EnumSource(value = Promise.class, names = "REPLICATED", mode = EnumSource.Mode.EXCLUDE)
    void manyFilesReadAsOne(Promise promise) throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk, promise)) {
            open.appendLarge(1, EVENTS);
            JournalOnDisk.await(() -> open.journal.lastSeq() == EVENTS);
            assertThat(files()).hasSizeGreaterThan(3);
            assertThat(open.entries()).isEqualTo(kept(1, EVENTS));
            assertThat(open.entries(EVENTS / 2)).isEqualTo(kept(EVENTS / 2, EVENTS));
        }
    }

    @Test
    void aBatchThatTheFileHasNoRoomForGoesToTheNextAsAWhole() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            for (int first = 1; first < EVENTS; first += 10) {
                Acks.Ack ack = new Acks().next();
                open.journal.append(JournalOnDisk.largeBatch(first, first + 9), ack);
                assertThat(ack.await()).isEqualTo(first);
            }
            assertThat(files()).hasSizeGreaterThan(3).allMatch(base -> base % 10 == 1);
            assertThat(open.entries()).isEqualTo(kept(1, EVENTS));
            assertThat(open.entries(EVENTS / 2)).isEqualTo(kept(EVENTS / 2, EVENTS));
        }
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            assertThat(open.entries()).isEqualTo(kept(1, EVENTS));
        }
    }

    @Test
    void batchesOfOneGroupThatTheFileHasNoRoomForGoToTheNextAsAWhole() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.append(1, 1);
            disk.stallForces();
            Acks.Ack last = null;
            for (int first = 2; first <= 92; first += 10) {
                last = new Acks().next();
                open.journal.append(JournalOnDisk.largeBatch(first, first + 9), last);
            }
            disk.go();
            assertThat(last.await()).isEqualTo(92);
            assertThat(files().get(1) % 10).isEqualTo(2);
            assertThat(open.entries()).isEqualTo(kept(1, 101));
        }
    }

    @Test
    void everyReaderSeesEveryEntryWhileFilesChange() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            List<Future<List<String>>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(follow(open, EVENTS)));
            }
            for (int first = 1; first < EVENTS; first += 10) {
                open.appendLarge(first, first + 4);
                open.journal.append(JournalOnDisk.largeBatch(first + 5, first + 9), new Acks().next());
            }
            for (Future<List<String>> reader : readers) {
                assertThat(reader.get()).isEqualTo(kept(1, EVENTS));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aFileThatFillsUpMeetsOneThatIsReady() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            JournalOnDisk.await(() -> disk.exists(FileMaker.SPARE));
            assertThat(disk.bytes(FileMaker.SPARE)).isNotEmpty();
            open.append(1, 1);
        }
        assertThat(disk.exists(FileMaker.SPARE)).isFalse();
    }

    @Test
    void releaseDeletesWholeFilesBelowAndNothingElse() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.appendLarge(1, EVENTS);
            List<Long> before = files();
            long second = before.get(1);
            long third = before.get(2);
            open.journal.release(third + 1);
            JournalOnDisk.await(() -> files().get(0) == third);
            assertThat(disk.exists(FileHeader.nameOf(second))).isFalse();
            assertThat(open.entries()).isEqualTo(kept((int) third, EVENTS));
        }
    }

    @Test
    void whatIsKeptForANumberIsItsFileAndAllAfterIt() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.appendLarge(1, EVENTS);
            List<Long> files = files();
            long fileBytes = disk.bytes(FIRST_FILE).length;
            for (int i = 0; i < files.size(); i++) {
                long whole = (files.size() - i) * fileBytes;
                assertThat(open.journal.bytesFrom(files.get(i))).isEqualTo(whole);
                assertThat(open.journal.bytesFrom(files.get(i) + 1)).isEqualTo(whole);
            }
            assertThat(open.journal.bytesFrom(EVENTS + 1)).isEqualTo(fileBytes);
        }
    }

    @Test
    void whatWasReleasedTakesNoBytesOfANumberBelow() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.appendLarge(1, EVENTS);
            long third = files().get(2);
            long left = open.journal.bytesFrom(third);
            assertThat(open.journal.bytesFrom(1)).isGreaterThan(left);
            open.journal.release(third);
            JournalOnDisk.await(() -> open.journal.bytesFrom(1) == left);
            assertThat(open.journal.bytesFrom(third)).isEqualTo(left);
        }
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            long fileBytes = disk.bytes(FileHeader.nameOf(files().get(0))).length;
            assertThat(open.journal.bytesFrom(1)).isEqualTo(files().size() * fileBytes);
        }
    }

    @Test
    void theActiveFileIsNeverDeleted() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.append(1, 3);
            open.journal.release(4);
            open.append(4, 4);
            assertThat(disk.exists(FIRST_FILE)).isTrue();
            assertThat(open.entries()).isEqualTo(kept(1, 4));
        }
    }

    @Test
    void whatWasReleasedIsNotReportedAsMissingAfterReopening() throws IOException {
        long third;
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.appendLarge(1, EVENTS);
            third = files().get(2);
            open.journal.release(third);
            JournalOnDisk.await(() -> files().get(0) == third);
        }
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            assertThat(open.entries()).isEqualTo(kept((int) third, EVENTS));
            assertThat(open.count("weir.journal.damaged")).isZero();
        }
    }

    @Test
    void aReaderInAReleasedFileGoesOnToItsEnd() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.appendLarge(1, EVENTS);
            long third = files().get(2);
            try (JournalReader reader = open.journal.reader(1)) {
                assertThat(reader.poll()).isNotNull();
                open.journal.release(third);
                JournalOnDisk.await(() -> files().get(0) == third);
                List<String> rest = drain(reader);
                assertThat(rest).isEqualTo(kept((int) third, EVENTS));
            }
        }
    }

    @Test
    void aSmallerFileSizeAfterReopeningTakesEffectWithTheNextFile() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk, JournalOnDisk.SMALL.withFileBytes(128 * 1024))) {
            open.appendLarge(1, 40);
        }
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.appendLarge(41, EVENTS);
            assertThat(open.entries()).isEqualTo(kept(1, EVENTS));
            assertThat(disk.bytes(FIRST_FILE)).hasSize(128 * 1024);
            assertThat(disk.bytes(FileHeader.nameOf(files().get(1)))).hasSize(64 * 1024);
        }
    }

    @Test
    void damageInAnOlderFileIsFoundWhileReading() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.appendLarge(1, EVENTS);
        }
        long second = files().get(1);
        disk.flipBit(FileHeader.nameOf(second), (FileHeader.BLOCK_BYTES + 100) * 8L);
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            List<String> expected = new ArrayList<>(kept(1, EVENTS));
            expected.set((int) second - 1, "!" + second + "-" + second);
            assertThat(open.entries()).isEqualTo(expected);
            assertThat(open.entries()).isEqualTo(expected);
            assertThat(open.count("weir.journal.damaged")).isEqualTo(1);
        }
    }

    @Test
    void theLastRecordOfAnOlderFileIsReportedWhenDamaged() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.appendLarge(1, EVENTS);
        }
        int last = files().get(1).intValue() - 1;
        disk.flipBit(FIRST_FILE, (lastEventOf(ByteBuffer.wrap(disk.bytes(FIRST_FILE))) + 60) * 8L);
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            List<String> expected = new ArrayList<>(kept(1, EVENTS));
            expected.set(last - 1, "!" + last + "-" + last);
            assertThat(open.entries()).isEqualTo(expected);
        }
    }

    @Test
    void bytesThatAreHurtUnderARunningReaderAreReported() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk, JournalOnDisk.SMALL.withRecentEvents(0));
                JournalReader reader = open.journal.reader(1)) {
            open.append(1, 1);
            assertThat(drain(reader)).containsExactly("1");
            open.append(2, 3);
            int start = FileHeader.BLOCK_BYTES
                    + RecordFormat.padded(
                            ByteBuffer.wrap(disk.bytes(FIRST_FILE)).getInt(FileHeader.BLOCK_BYTES));
            disk.flipBit(FIRST_FILE, (start + 50) * 8L);
            assertThat(drain(reader)).containsExactly("!2-2", "3");
            open.append(4, 4);
            assertThat(drain(reader)).containsExactly("4");
        }
    }

    private static int lastEventOf(ByteBuffer bytes) {
        int last = 0;
        int at = FileHeader.BLOCK_BYTES;
        while (bytes.getInt(at) > 0) {
            last = bytes.get(at + RecordFormat.TYPE) == RecordFormat.EVENT ? at : last;
            at += RecordFormat.padded(bytes.getInt(at));
        }
        return last;
    }

    private static Callable<List<String>> follow(JournalOnDisk open, int until) {
        return () -> {
            List<String> all = new ArrayList<>();
            try (JournalReader reader = open.journal.reader(1)) {
                JournalOnDisk.await(() -> {
                    all.addAll(drain(reader));
                    return all.size() >= until;
                });
            }
            return all;
        };
    }

    private static List<String> drain(JournalReader reader) {
        List<String> all = new ArrayList<>();
        for (Entry entry = reader.poll(); entry != null; entry = reader.poll()) {
            all.add(JournalOnDisk.inShort(entry));
        }
        return all;
    }

    private List<Long> files() {
        return disk.list("").stream()
                .map(FileHeader::baseSeqOf)
                .filter(base -> base > 0)
                .toList();
    }

    private static List<String> kept(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }
}
