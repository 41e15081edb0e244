package dev.weir.journal.file;

import static dev.weir.journal.file.JournalOnDisk.FIRST_FILE;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal's file in which bytes have been changed at will: each number is read back once, in order, as the event that it was or as
 * damage, and numbering goes on above them.
 */
final class JournalFileFuzz {

    private static final int LAST = 7;
    private static final int USED_BYTES = FileHeader.BLOCK_BYTES + 2_048;
    private static final byte[] WHOLE = whole();

    @FuzzTest
    void everyNumberIsReadOnceAsItWasOrAsDamage(FuzzedDataProvider data) throws IOException {
        byte[] bytes = WHOLE.clone();
        for (int i = 0; i < 8 && data.remainingBytes() > 0; i++) {
            // One half of a block is a header, and the other one is not read.
            int at = data.consumeBoolean()
                    ? data.consumeInt(FileHeader.BLOCK_BYTES, USED_BYTES)
                    : data.consumeInt(0, 63);
            byte[] change = data.consumeBytes(16);
            System.arraycopy(change, 0, bytes, at, change.length);
        }
        SimulatedDisk disk = new SimulatedDisk();
        disk.put(FIRST_FILE, bytes);

        JournalInspector.of(disk).inspect((seq, timeMillis, envelope) -> {});
        long next;
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            next = numbersIn(journal.entries()) + 1;
            journal.appendLarge((int) next, (int) next);
            assertThat(numbersIn(journal.entries())).isEqualTo(next);
        }
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            assertThat(numbersIn(journal.entries())).isEqualTo(next);
        }
    }

    /** How many numbers are accounted for; fails where one is missing, or comes twice, or out of order. */
    private static long numbersIn(List<String> entries) {
        long next = 1;
        for (String entry : new ArrayList<>(entries)) {
            if (entry.startsWith("!")) {
                String[] range = entry.substring(1).split("-");
                assertThat(Long.parseLong(range[0])).isEqualTo(next);
                next = Long.parseLong(range[1]) + 1;
            } else {
                assertThat(Long.parseLong(entry)).isEqualTo(next++);
            }
        }
        return next - 1;
    }

    private static byte[] whole() {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk journal = JournalOnDisk.open(disk)) {
            journal.append(1, 1);
            journal.appendBatch(2, 4);
            journal.append(5, 5);
            journal.appendBatch(6, LAST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return disk.bytes(FIRST_FILE);
    }
}
