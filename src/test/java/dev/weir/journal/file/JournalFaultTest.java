package dev.weir.journal.file;

import static dev.weir.journal.file.JournalOnDisk.FIRST_FILE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.Acks;
import dev.weir.journal.EnvelopeCodec;
import dev.weir.journal.Envelopes;
import dev.weir.journal.HandOver;
import dev.weir.journal.Journal;
import dev.weir.journal.Journal.Failure;
import dev.weir.journal.Journal.Handover;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JournalFaultTest {

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Acks acks = new Acks();
    private JournalOnDisk open;

    @AfterEach
    void close() {
        disk.go();
        if (open != null) {
            open.close();
        }
    }

    @Test
    void aFailedForceIsFinal() throws IOException {
        open = JournalOnDisk.open(disk);
        open.append(1, 3);
        disk.failForceAfter(0);
        Acks.Ack hit = acks.next();
        open.journal.append(Envelopes.numbered(4), hit);
        assertThat(hit.awaitFailure()).isEqualTo(Failure.FAILED);
        disk.failForceAfter(Integer.MAX_VALUE);
        JournalOnDisk.await(() -> !open.journal.isHealthy());
        assertThat(open.journal.append(Envelopes.numbered(5), acks.next())).isEqualTo(Handover.FAILED);
        assertThat(open.journal.lastSeq()).isEqualTo(3);
    }

    @Test
    void noForceIsTriedAfterOneFailed() throws IOException {
        open = JournalOnDisk.open(disk);
        open.append(1, 1);
        disk.failForceAfter(0);
        Acks.Ack hit = acks.next();
        open.journal.append(Envelopes.numbered(2), hit);
        hit.await();
        long forces = forcesOf(FIRST_FILE);
        open.journal.append(Envelopes.numbered(3), acks.next());
        open.close();
        assertThat(forcesOf(FIRST_FILE)).isEqualTo(forces);
    }

    @Test
    void aFailedWriteIsFinal() throws IOException {
        open = JournalOnDisk.open(disk, Promise.OS);
        open.append(1, 3);
        disk.failWriteAfter(0);
        JournalOnDisk.await(() -> appendUntilRefused() == Handover.FAILED);
        assertThat(open.journal.isHealthy()).isFalse();
        assertThat(open.registry.get("weir.journal.healthy").gauge().value()).isZero();
    }

    @Test
    void allThatWaitedFailWhenTheForceFails() throws IOException {
        open = JournalOnDisk.open(disk);
        open.append(1, 1);
        disk.stallForces();
        disk.failForceAfter(0);
        List<Acks.Ack> waiting = new ArrayList<>();
        for (int i = 2; i <= 20; i++) {
            Acks.Ack ack = acks.next();
            waiting.add(ack);
            open.journal.append(Envelopes.numbered(i), ack);
        }
        disk.go();
        waiting.forEach(ack -> assertThat(ack.await()).isNull());
        open.close();
        waiting.forEach(ack -> assertThat(ack.calls()).isEqualTo(1));
    }

    @Test
    void aFailedForceFailsABatchOnce() throws IOException {
        open = JournalOnDisk.open(disk);
        open.append(1, 1);
        disk.failForceAfter(0);
        Acks.Ack hit = acks.next();
        open.journal.append(JournalOnDisk.batch(2, 6), hit);
        assertThat(hit.awaitFailure()).isEqualTo(Failure.FAILED);
        open.close();
        assertThat(hit.calls()).isEqualTo(1);
        assertThat(open.journal.lastSeq()).isEqualTo(1);
    }

    @Test
    void aFailedJournalAndAFullDiskRefuseABatch() throws IOException {
        open = JournalOnDisk.open(disk);
        disk.usable(-1);
        JournalOnDisk.await(() -> open.journal.isFull());
        assertThat(open.journal.append(JournalOnDisk.batch(1, 2), acks.next())).isEqualTo(Handover.DISK_FULL);
        disk.usable(1 << 30);
        JournalOnDisk.await(() -> !open.journal.isFull());
        disk.failForceAfter(0);
        Acks.Ack hit = acks.next();
        open.journal.append(Envelopes.numbered(1), hit);
        hit.await();
        assertThat(open.journal.append(JournalOnDisk.batch(1, 2), acks.next())).isEqualTo(Handover.FAILED);
        assertThat(acks.answered()).isEqualTo(1);
    }

    @Test
    void aBatchForWhichThereIsNoFileFailsAsAWholeAndALaterOneIsKept() throws IOException {
        open = JournalOnDisk.open(disk, JournalOnDisk.SMALL.withMaxBytes(4 * JournalOnDisk.SMALL.fileBytes()));
        Acks.Ack last = null;
        long seq = 1;
        do {
            last = acks.next();
            Handover handover = open.journal.append(JournalOnDisk.largeBatch((int) seq, (int) seq + 9), last);
            assertThat(handover).isEqualTo(Handover.TAKEN);
            seq += 10;
        } while (last.await() != null);
        assertThat(last.awaitFailure()).isEqualTo(Failure.DISK_FULL);
        long kept = open.journal.lastSeq();
        assertThat(kept % 10).isZero();
        open.journal.release(kept + 1);
        JournalOnDisk.await(() -> !open.journal.isFull());
        Acks.Ack later = acks.next();
        open.journal.append(JournalOnDisk.largeBatch((int) kept + 1, (int) kept + 10), later);
        assertThat(later.await()).isEqualTo(kept + 1);
    }

    @Test
    void aBatchThatNoRecordCanHoldFailsAsAWholeAndTheWriterGoesOn() throws IOException {
        open = JournalOnDisk.open(disk);
        Acks.Ack tooLarge = acks.next();
        open.journal.append(JournalOnDisk.largeBatch(1, 20), tooLarge);
        assertThat(tooLarge.awaitFailure()).isEqualTo(Failure.TOO_LARGE);
        open.appendBatch(1, 3);
        assertThat(open.entries()).containsExactly("1", "2", "3");
        assertThat(open.count("weir.journal.too.large")).isEqualTo(20);
    }

    @Test
    void aBatchMayBeLargerThanTheLargestSingleEvent() throws IOException {
        open = JournalOnDisk.open(disk, JournalOnDisk.SMALL.withMaxRecordBytes(2048));
        Acks.Ack batch = acks.next();
        open.journal.append(JournalOnDisk.largeBatch(1, 10), batch);
        assertThat(batch.await()).isEqualTo(1);
    }

    @Test
    void aBatchIsBoundByAQuarterOfAFile() throws IOException {
        open = JournalOnDisk.open(disk);
        int bound = (int) JournalOnDisk.SMALL.fileBytes() / 4;
        int beside = RecordFormat.HEADER_BYTES
                + RecordFormat.COUNT_BYTES
                + 2 * RecordFormat.EVENT_LENGTH_BYTES
                + 2 * EnvelopeCodec.bytesOf(Envelopes.withBody(""));
        Acks.Ack fits = acks.next();
        open.journal.append(pairOf(bound - beside), fits);
        Acks.Ack over = acks.next();
        open.journal.append(pairOf(bound - beside + 1), over);
        assertThat(fits.await()).isEqualTo(1);
        assertThat(over.awaitFailure()).isEqualTo(Failure.TOO_LARGE);
    }

    @Test
    void nothingAcknowledgedIsLostByARestartAfterAFailedForce() throws IOException {
        open = JournalOnDisk.open(disk);
        open.append(1, 5);
        disk.failForceAfter(0);
        Acks.Ack hit = acks.next();
        open.journal.append(Envelopes.numbered(6), hit);
        hit.await();
        open.close();
        SimulatedDisk found = disk.afterPowerCut(new Random(3));
        try (JournalOnDisk again = JournalOnDisk.open(found)) {
            assertThat(again.entries()).startsWith("1", "2", "3", "4", "5");
            assertThat(again.journal.isHealthy()).isTrue();
        }
    }

    @Test
    void aFullQueueRefusesAtOnceAndLosesNothing() throws IOException {
        open = JournalOnDisk.open(disk, JournalOnDisk.SMALL.withQueueCapacity(16));
        disk.stallForces();
        int taken = 0;
        Handover handover = Handover.TAKEN;
        while (handover == Handover.TAKEN) {
            handover = open.journal.append(Envelopes.numbered(taken + 1), acks.next());
            taken += handover == Handover.TAKEN ? 1 : 0;
        }
        assertThat(handover).isEqualTo(Handover.QUEUE_FULL);
        disk.go();
        int expected = taken;
        JournalOnDisk.await(() -> acks.keptSeqs().size() == expected);
        assertThat(open.entries()).hasSize(taken);
    }

    @Test
    void aFullDiskRefusesAndGoesOnByItselfWhenSpaceComesBack() throws IOException {
        open = JournalOnDisk.open(disk);
        open.append(1, 1);
        disk.runOutOfSpace(true);
        JournalOnDisk.await(() -> appendUntilRefused() == Handover.DISK_FULL);
        assertThat(open.journal.isHealthy()).isTrue();
        int kept = acks.keptSeqs().size() + 1;
        disk.runOutOfSpace(false);
        JournalOnDisk.await(() -> open.journal.append(Envelopes.numbered(0), acks.next()) == Handover.TAKEN);
        JournalOnDisk.await(() -> open.journal.lastSeq() > kept);
        assertThat(acks.keptSeqs()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theReserveIsKeptFree() throws IOException {
        open = JournalOnDisk.open(disk, JournalOnDisk.SMALL.withReserveBytes(1000));
        disk.usable(999);
        JournalOnDisk.await(() -> appendUntilRefused() == Handover.DISK_FULL);
        disk.usable(1 << 30);
        JournalOnDisk.await(() -> appendUntilRefused() == Handover.TAKEN);
    }

    @Test
    void theBoundOfAllFilesRefusesNewEventsAndReleaseMakesRoom() throws IOException {
        long bound = 4 * JournalOnDisk.SMALL.fileBytes();
        open = JournalOnDisk.open(disk, JournalOnDisk.SMALL.withMaxBytes(bound));
        JournalOnDisk.await(() -> appendUntilRefused() == Handover.DISK_FULL);
        assertThat(open.registry.get("weir.journal.disk.bytes").gauge().value()).isEqualTo(bound);
        assertThat(open.entries()).hasSize((int) open.journal.lastSeq());
        open.journal.release(open.journal.lastSeq() + 1);
        JournalOnDisk.await(() -> appendUntilRefused() == Handover.TAKEN);
    }

    @Test
    void anEventThatNoRecordCanHoldFailsAloneAndTheWriterGoesOn() throws IOException {
        open = JournalOnDisk.open(disk);
        Acks.Ack tooLarge = acks.next();
        open.journal.append(Envelopes.withBody("x".repeat(20_000)), tooLarge);
        assertThat(tooLarge.awaitFailure()).isEqualTo(Failure.TOO_LARGE);
        open.append(1, 1);
        assertThat(open.entries()).containsExactly("1");
    }

    @Test
    void eventsThatNoRecordCanHoldAreCountedAndDoNotFloodTheLog() throws IOException {
        open = JournalOnDisk.open(disk);
        Logger logger = (Logger) LoggerFactory.getLogger(JournalWriter.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            for (int i = 0; i < 100; i++) {
                Acks.Ack ack = acks.next();
                open.journal.append(Envelopes.withBody("x".repeat(20_000)), ack);
                ack.await();
            }
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(open.count("weir.journal.too.large")).isEqualTo(100);
        assertThat(lines.list)
                .hasSize(7)
                .allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN));
    }

    @Test
    void largeBodiesFillTheQueueBeforeTheirCountDoesAndMakeRoomWhenTheDiskGoesOn() throws IOException {
        long bytes = 20 * (HandOver.Pending.BASE_BYTES + 10_000);
        open = JournalOnDisk.open(disk, JournalOnDisk.SMALL.withQueueBytes(bytes));
        disk.stallForces();
        Handover handover = Handover.TAKEN;
        int taken = 0;
        while (handover == Handover.TAKEN) {
            handover = open.journal.append(Envelopes.withBody("x".repeat(10_000)), acks.next());
            taken += handover == Handover.TAKEN ? 1 : 0;
        }
        assertThat(handover).isEqualTo(Handover.QUEUE_FULL);
        // What the writer has in hand no longer waits: at most a file's worth.
        assertThat(taken).isBetween(20, 30);
        assertThat(open.registry.get("weir.journal.queue.bytes").gauge().value())
                .isBetween(1.0, (double) bytes);
        disk.go();
        int expected = taken;
        JournalOnDisk.await(() -> acks.keptSeqs().size() == expected);
        assertThat(open.registry.get("weir.journal.queue.bytes").gauge().value())
                .isZero();
    }

    @Test
    void anInterruptLeftByAnAcknowledgementDoesNotCloseTheFile() throws IOException {
        open = JournalOnDisk.open(disk);
        open.journal.append(Envelopes.numbered(1), new Journal.Ack() {
            @Override
            public void onKept(long seq) {
                Thread.currentThread().interrupt();
            }

            @Override
            public void onFailed(Journal.Failure why) {}
        });
        open.append(2, 4);
        assertThat(open.journal.isHealthy()).isTrue();
    }

    @Test
    void memoryAcknowledgesBeforeTheDiskIsAsked() throws IOException {
        open = JournalOnDisk.open(disk, Promise.MEMORY);
        disk.failWriteAfter(0);
        Acks.Ack ack = acks.next();
        open.journal.append(Envelopes.numbered(1), ack);
        assertThat(ack.await()).isEqualTo(1);
        JournalOnDisk.await(() -> !open.journal.isHealthy());
        assertThat(ack.calls()).isEqualTo(1);
    }

    @Test
    void fsyncDoesNotAcknowledgeBeforeTheForceReturned() throws IOException {
        open = JournalOnDisk.open(disk);
        disk.stallForces();
        long writes = writesOf(FIRST_FILE);
        Acks.Ack ack = acks.next();
        open.journal.append(Envelopes.numbered(1), ack);
        JournalOnDisk.await(() -> writesOf(FIRST_FILE) > writes);
        assertThat(ack.calls()).isZero();
        assertThat(open.entries()).isEmpty();
        disk.go();
        assertThat(ack.await()).isEqualTo(1);
    }

    /** Appends until refused, or enough to fill two files. */
    private Handover appendUntilRefused() {
        Handover handover = Handover.TAKEN;
        for (int i = 0; i < 20 && handover == Handover.TAKEN; i++) {
            int number = (int) open.journal.lastSeq() + 1;
            Acks.Ack ack = acks.next();
            handover = open.journal.append(JournalOnDisk.large(number), ack);
            if (handover == Handover.TAKEN) {
                ack.await();
            }
        }
        return handover;
    }

    private static List<Envelope> pairOf(int bodyBytes) {
        return List.of(Envelopes.withBody("x".repeat(bodyBytes - 100)), Envelopes.withBody("x".repeat(100)));
    }

    private long forcesOf(String name) {
        return disk.operations().stream().filter(("force " + name)::equals).count();
    }

    private long writesOf(String name) {
        return disk.operations().stream().filter(("write " + name)::equals).count();
    }
}
