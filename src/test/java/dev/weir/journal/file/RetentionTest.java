package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {

    private static final int EVENTS = 250;
    private static final long START = 1_700_000_000_000L;
    private static final Duration KEEP = Duration.ofHours(1);

    private final SimulatedDisk disk = new SimulatedDisk();
    private final AtomicLong now = new AtomicLong(START);

    @Test
    void whatNoSinkNeedsStaysForAsLongAsItIsKept() throws IOException {
        try (JournalOnDisk open = open(JournalOnDisk.SMALL.withKeep(KEEP))) {
            open.appendLarge(1, EVENTS);
            List<Long> before = files();
            open.journal.release(EVENTS + 1);
            now.addAndGet(KEEP.toMillis() - 1);
            awaitLooks(open);

            assertThat(files()).isEqualTo(before);
            assertThat(open.journal.oldestSeq()).isEqualTo(1);
        }
    }

    @Test
    void itGoesWhenItsNewestEventIsOldEnough() throws IOException {
        try (JournalOnDisk open = open(JournalOnDisk.SMALL.withKeep(KEEP))) {
            open.appendLarge(1, EVENTS);
            long active = files().get(files().size() - 1);
            open.journal.release(EVENTS + 1);
            now.addAndGet(KEEP.toMillis());
            JournalOnDisk.await(() -> files().equals(List.of(active)));

            assertThat(open.journal.oldestSeq()).isEqualTo(active);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-10, 10})
    void aClockThatIsSetByYearsMakesNoFileOldNorKeepsOneYoung(long years) throws IOException {
        AtomicLong set = new AtomicLong();
        try (JournalOnDisk open = JournalOnDisk.open(
                disk,
                JournalOnDisk.SMALL.withKeep(KEEP),
                () -> Instant.ofEpochMilli(now.get() + set.get()),
                () -> Instant.ofEpochMilli(now.get()))) {
            open.appendLarge(1, EVENTS / 2);
            set.set(Duration.ofDays(365).toMillis() * years);
            open.appendLarge(EVENTS / 2 + 1, EVENTS);
            List<Long> before = files();
            open.journal.release(EVENTS + 1);
            awaitLooks(open);
            assertThat(files()).isEqualTo(before);

            now.addAndGet(KEEP.toMillis());
            JournalOnDisk.await(() -> files().equals(before.subList(before.size() - 1, before.size())));
        }
    }

    @Test
    void whatASinkNeedsStaysHoweverOldItIs() throws IOException {
        try (JournalOnDisk open = open(JournalOnDisk.SMALL.withKeep(KEEP))) {
            open.appendLarge(1, EVENTS);
            List<Long> before = files();
            now.addAndGet(KEEP.toMillis() * 100);
            awaitLooks(open);

            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void newEventsGoBeforeWhatIsKept() throws IOException {
        FileJournalOptions tight = JournalOnDisk.SMALL.withKeep(KEEP).withMaxBytes(4 * 64 * 1024);
        try (JournalOnDisk open = open(tight)) {
            for (int first = 1; first < 400; first += 10) {
                open.appendLarge(first, first + 9);
                open.journal.release(first + 10);
            }

            assertThat(open.journal.lastSeq()).isEqualTo(400);
            assertThat(open.journal.oldestSeq()).isBetween(2L, 390L);
            assertThat(files()).hasSizeBetween(2, 4);
        }
    }

    @Test
    void theFirstEventOfAnHourIsFound() throws IOException {
        try (JournalOnDisk open = open(JournalOnDisk.SMALL)) {
            open.appendLarge(1, 100);
            now.set(START + 1_000);
            open.appendLarge(101, EVENTS);

            assertThat(open.journal.firstAt(0)).isEqualTo(1);
            assertThat(open.journal.firstAt(START)).isEqualTo(1);
            assertThat(open.journal.firstAt(START + 1)).isEqualTo(101);
            assertThat(open.journal.firstAt(START + 1_000)).isEqualTo(101);
            assertThat(open.journal.firstAt(START + 1_001)).isEqualTo(EVENTS + 1);
        }
    }

    @Test
    void anEmptyJournalHasNoHours() throws IOException {
        try (JournalOnDisk open = open(JournalOnDisk.SMALL)) {
            assertThat(open.journal.firstAt(START)).isEqualTo(1);
            assertThat(open.journal.oldestSeq()).isEqualTo(1);
        }
    }

    private JournalOnDisk open(FileJournalOptions options) throws IOException {
        return JournalOnDisk.open(disk, options, () -> Instant.ofEpochMilli(now.get()));
    }

    /** The caretaker has looked, and looked again: a file that it may take is gone by then. */
    private void awaitLooks(JournalOnDisk open) {
        long until = disk.looks() + 3;
        JournalOnDisk.await(() -> disk.looks() >= until);
        assertThat(open.journal.isHealthy()).isTrue();
    }

    private List<Long> files() {
        return disk.list("").stream()
                .map(FileHeader::baseSeqOf)
                .filter(base -> base >= 0)
                .sorted()
                .toList();
    }
}
