package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.journal.Acks;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.Envelopes;
import dev.weir.journal.HandOver;
import dev.weir.journal.Journal.Ack;
import dev.weir.journal.Journal.Failure;
import dev.weir.journal.Journal.Handover;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FileJournalTest {

    @Test
    void aSecondHolderIsRefusedAndTheFirstIsNamed(@TempDir Path dir) throws IOException {
        try (FileJournal first = openReal(dir)) {
            assertThat(first.isHealthy()).isTrue();
            assertThatThrownBy(() -> openReal(dir))
                    .isInstanceOf(IOException.class)
                    .hasMessage("journal.dir: " + dir + " is in use by process "
                            + ProcessHandle.current().pid() + " (expected: a directory of its own for each process)");
        }
        openReal(dir).close();
    }

    @Test
    void aFolderThatNobodyHasOpenIsInUseByNobody(@TempDir Path dir) throws IOException {
        assertThat(FileJournal.isInUse(dir)).isFalse();
        openReal(dir).close();
        assertThat(FileJournal.isInUse(dir)).isFalse();
        openReal(dir).close();
    }

    @Test
    void aJournalThatDoesNotOpenReleasesItsLock(@TempDir Path dir) throws IOException {
        Path misnamed = dir.resolve(FileHeader.nameOf(5));
        openReal(dir).close();
        Files.move(dir.resolve(FileHeader.nameOf(1)), misnamed);
        assertThatThrownBy(() -> openReal(dir)).hasMessageContaining("as it is named");
        Files.delete(misnamed);
        openReal(dir).close();
    }

    @Test
    void aCursorThatGrowsAndShrinksIsThereAfterReopening(@TempDir Path dir) throws IOException {
        Cursor large = CursorStoreTest.behind(100_000, 10_000);
        Cursor small = CursorStoreTest.behind(100_001, 1);
        try (FileJournal journal = openReal(dir)) {
            journal.cursors().save("a", small);
            journal.cursors().save("a", large);
            journal.cursors().save("b", large);
            journal.cursors().save("b", small);
        }
        try (FileJournal journal = openReal(dir)) {
            assertThat(journal.cursors().load("a")).isEqualTo(large);
            assertThat(journal.cursors().load("b")).isEqualTo(small);
            assertThat(journal.lastSeq()).isEqualTo(100_000);
        }
        assertThat(dir.resolve("cursors")).isDirectoryContaining("glob:**/*.cursor");
        assertThat(dir.resolve("cursors")).isDirectoryNotContaining("glob:**/*.new");
    }

    @Test
    void theJournalsIdLastsAsLongAsItsDirectory() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        UUID id;
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            id = open.journal.journalId();
            open.appendLarge(1, 100);
        }
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            assertThat(open.journal.journalId()).isEqualTo(id);
        }
    }

    @Test
    void moreThatWaitThanUsualAreACrowdUntilTheyAreWritten(@TempDir Path dir) throws Exception {
        Acks acks = new Acks();
        CountDownLatch isHeldUp = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        try (FileJournal journal = openReal(dir)) {
            journal.append(Envelopes.numbered(1), holdingUp(isHeldUp, mayGoOn));
            isHeldUp.await();
            for (int i = 2; i <= 65; i++) {
                journal.append(Envelopes.numbered(i), acks.next());
            }
            assertThat(journal.load().isCrowded()).isFalse();

            journal.append(Envelopes.numbered(66), acks.next());
            assertThat(journal.load().isCrowded()).isTrue();

            mayGoOn.countDown();
            JournalOnDisk.await(() -> !journal.load().isCrowded());
        } finally {
            mayGoOn.countDown();
        }
    }

    /** Keeps the writer from its next group. */
    private static Ack holdingUp(CountDownLatch isHeldUp, CountDownLatch mayGoOn) {
        return new Ack() {
            @Override
            public void onKept(long seq) {
                isHeldUp.countDown();
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void onFailed(Failure why) {
                isHeldUp.countDown();
            }
        };
    }

    @RepeatedTest(20)
    void everyHandOverIsAnsweredOnceThoughTheJournalClosesUnderLoad() throws Exception {
        Acks acks = new Acks();
        List<Acks.Ack> taken = new ArrayList<>();
        CountDownLatch started = new CountDownLatch(4);
        SimulatedDisk disk = new SimulatedDisk();
        List<Thread> appenders = new ArrayList<>();
        JournalOnDisk open = JournalOnDisk.open(disk);
        for (int i = 0; i < 4; i++) {
            Thread appender = new Thread(() -> appendUntilClosed(open.journal, acks, taken, started));
            appender.start();
            appenders.add(appender);
        }
        started.await();
        open.close();
        for (Thread appender : appenders) {
            appender.join();
        }
        assertThat(taken).allSatisfy(ack -> assertThat(ack.calls()).isEqualTo(1));
        int kept = acks.keptSeqs().size();
        try (JournalOnDisk again = JournalOnDisk.open(disk.copy())) {
            assertThat(again.journal.lastSeq()).isEqualTo(kept);
        }
    }

    @Test
    void oneGroupSharesOneForce() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            open.append(1, 1);
            disk.stallForces();
            List<Acks.Ack> waiting = new ArrayList<>();
            for (int i = 2; i <= 102; i++) {
                Acks.Ack ack = new Acks().next();
                waiting.add(ack);
                open.journal.append(Envelopes.numbered(i), ack);
            }
            disk.go();
            waiting.forEach(Acks.Ack::await);
            assertThat(open.registry.get("weir.journal.fsync").timer().count()).isLessThanOrEqualTo(3);
            assertThat(open.registry.get("weir.journal.group.events").summary().totalAmount())
                    .isEqualTo(102);
        }
    }

    @Test
    void aWriterThatHasFinishedWaitsForTheRestOfATurn() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            Thread writer = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("weir-journal-writer") && !before.contains(thread))
                    .findAny()
                    .orElseThrow();
            boolean isSeen = false;
            // It waits for a fraction of a millisecond, which a busy machine may pass over.
            for (int i = 0; i < 1_000 && !isSeen; i++) {
                isSeen = isSeenToGather(open, writer);
            }

            assertThat(isSeen).isTrue();
        }
    }

    /** Whether the writer, which is busy when a turn begins, waits before it keeps what that turn has brought so far. */
    private static boolean isSeenToGather(JournalOnDisk open, Thread writer) {
        Acks.Ack before = new Acks().next();
        Acks.Ack inTurn = new Acks().next();
        open.disk.stallForces();
        open.journal.append(Envelopes.numbered(1), before);
        JournalOnDisk.await(() -> open.journal.fill() == 0);
        open.journal.beginTurn();
        open.journal.append(Envelopes.numbered(2), inTurn);
        open.disk.go();
        boolean isSeen = false;
        while (!isSeen && inTurn.calls() == 0) {
            isSeen = writer.getState() == Thread.State.TIMED_WAITING
                    && LockSupport.getBlocker(writer) instanceof HandOver;
        }
        open.journal.endTurn();
        inTurn.await();
        return isSeen;
    }

    @Test
    void aHoldIsToldOnceForEachChange() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(FileJournal.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        try (JournalOnDisk open = JournalOnDisk.open(new SimulatedDisk())) {
            open.journal.hold(false);
            open.journal.hold(true);
            open.journal.hold(true);
            open.journal.hold(false);
        } finally {
            logger.setLevel(null);
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "journal on hold, new events are refused until a sink has caught up: dir=simulated",
                        "journal takes events again: dir=simulated");
    }

    @Test
    void whatWaitedWhenAHoldBeganIsKeptAndTheHoldIsNotRemembered() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Acks acks = new Acks();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            disk.stallForces();
            for (int i = 1; i <= 5; i++) {
                open.journal.append(Envelopes.numbered(i), acks.next());
            }
            open.journal.hold(true);
            assertThat(open.journal.append(Envelopes.numbered(6), acks.next())).isEqualTo(Handover.HELD);
            disk.go();
        }
        assertThat(acks.keptSeqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            assertThat(open.journal.isHeld()).isFalse();
            open.append(6, 6);
            assertThat(open.entries()).containsExactly("1", "2", "3", "4", "5", "6");
        }
    }

    @Test
    void theMetersTellOfEveryEventOfABatch() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(new SimulatedDisk())) {
            open.appendBatch(1, 10);
            JournalOnDisk.await(
                    () -> open.registry.get("weir.journal.append").timer().count() == 10);
            assertThat(open.registry.get("weir.journal.group.events").summary().totalAmount())
                    .isEqualTo(10);
        }
    }

    @Test
    void theMetersTellOfEveryEvent() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(new SimulatedDisk())) {
            open.append(1, 10);
            JournalOnDisk.await(
                    () -> open.registry.get("weir.journal.append").timer().count() == 10);
            assertThat(open.registry.get("weir.journal.healthy").gauge().value())
                    .isEqualTo(1);
            assertThat(open.registry.get("weir.journal.queue.depth").gauge().value())
                    .isZero();
        }
    }

    private static void appendUntilClosed(
            FileJournal journal, Acks acks, List<Acks.Ack> taken, CountDownLatch started) {
        Handover handover = Handover.TAKEN;
        for (int i = 0; handover != Handover.CLOSED; i++) {
            Acks.Ack ack = acks.next();
            handover = journal.append(Envelopes.numbered(i), ack);
            if (handover == Handover.TAKEN) {
                synchronized (taken) {
                    taken.add(ack);
                }
            }
            if (i == 20) {
                started.countDown();
            }
        }
    }

    private static FileJournal openReal(Path dir) throws IOException {
        return FileJournal.open(
                FileJournalOptions.in(dir).withFileBytes(64 * 1024).withReserveBytes(0),
                InstantSource.system(),
                System::nanoTime,
                new Random(3),
                new SimpleMeterRegistry());
    }
}
