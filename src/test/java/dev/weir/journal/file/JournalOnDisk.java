package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.Acks;
import dev.weir.journal.Envelopes;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A file journal on a simulated disk, with small files and short words for what tests do with it. So little of it is kept in memory
 * that readers take from both.
 */
final class JournalOnDisk implements AutoCloseable {

    static final FileJournalOptions SMALL = FileJournalOptions.in(Path.of("simulated"))
            .withFileBytes(64 * 1024)
            .withReserveBytes(0)
            .withRecentEvents(5)
            .withCheckEvery(Duration.ofMillis(1));

    static final String FIRST_FILE = FileHeader.nameOf(1);

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    final SimulatedDisk disk;
    final MeterRegistry registry = new SimpleMeterRegistry();
    final FileJournal journal;

    private JournalOnDisk(SimulatedDisk disk, FileJournalOptions options) throws IOException {
        this(disk, options, InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L)));
    }

    private JournalOnDisk(SimulatedDisk disk, FileJournalOptions options, InstantSource clock) throws IOException {
        this(disk, options, clock, clock);
    }

    private JournalOnDisk(
            SimulatedDisk disk, FileJournalOptions options, InstantSource clock, InstantSource steadyClock)
            throws IOException {
        this.disk = disk;
        journal = FileJournal.open(
                disk, options, () -> {}, clock, steadyClock, System::nanoTime, new Random(11), registry);
    }

    static JournalOnDisk open(SimulatedDisk disk) throws IOException {
        return new JournalOnDisk(disk, SMALL);
    }

    static JournalOnDisk open(SimulatedDisk disk, FileJournalOptions options) throws IOException {
        return new JournalOnDisk(disk, options);
    }

    static JournalOnDisk open(SimulatedDisk disk, FileJournalOptions options, InstantSource clock) throws IOException {
        return new JournalOnDisk(disk, options, clock);
    }

    /** By a clock that is set, and one that is not. */
    static JournalOnDisk open(
            SimulatedDisk disk, FileJournalOptions options, InstantSource clock, InstantSource steadyClock)
            throws IOException {
        return new JournalOnDisk(disk, options, clock, steadyClock);
    }

    static JournalOnDisk open(SimulatedDisk disk, Promise promise) throws IOException {
        return new JournalOnDisk(disk, SMALL.withDurability(promise));
    }

    /** A disk with a journal of numbered events, closed. */
    static SimulatedDisk diskWith(int events) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk journal = open(disk)) {
            journal.append(1, events);
        }
        return disk;
    }

    /** Appends numbered events one by one, each in a group of its own. */
    void append(int from, int to) {
        for (int i = from; i <= to; i++) {
            Acks.Ack ack = new Acks().next();
            assertThat(journal.append(Envelopes.numbered(i), ack)).isEqualTo(Journal.Handover.TAKEN);
            assertThat(ack.await()).isNotNull();
        }
    }

    /** Fills more than one small file, one event about every 1 KiB; event i has number i. */
    void appendLarge(int from, int to) {
        for (int i = from; i <= to; i++) {
            Acks.Ack ack = new Acks().next();
            assertThat(journal.append(large(i), ack)).isEqualTo(Journal.Handover.TAKEN);
            assertThat(ack.await()).isEqualTo(i);
        }
    }

    /** Appends numbered events as one batch, in a group of its own. */
    void appendBatch(int from, int to) {
        Acks.Ack ack = new Acks().next();
        assertThat(journal.append(batch(from, to), ack)).isEqualTo(Journal.Handover.TAKEN);
        assertThat(ack.await()).isEqualTo(from);
    }

    static List<Envelope> batch(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Envelopes::numbered).toList();
    }

    static List<Envelope> largeBatch(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(JournalOnDisk::large).toList();
    }

    static Envelope large(int number) {
        return Envelopes.withBody("{\"n\":" + number + ",\"x\":\"" + "y".repeat(1000) + "\"}");
    }

    /** All entries in short: {@code 7} for a kept event, {@code !3-4} for damage. Asserts that bodies are right. */
    List<String> entries() {
        return entries(1);
    }

    List<String> entries(long from) {
        List<String> all = new ArrayList<>();
        try (JournalReader reader = journal.reader(from)) {
            for (Entry entry = reader.poll(); entry != null; entry = reader.poll()) {
                all.add(inShort(entry));
            }
        }
        return all;
    }

    static String inShort(Entry entry) {
        if (entry instanceof Entry.Kept kept) {
            assertThat(Envelopes.body(kept.envelope())).startsWith("{\"n\":" + kept.seq());
            return Long.toString(kept.seq());
        }
        return "!" + entry.seq() + "-" + ((Entry.Damaged) entry).lastSeq();
    }

    double count(String meter) {
        return registry.get(meter).counter().count();
    }

    /** Waits for something that another thread brings about. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come about within " + DEADLINE);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
