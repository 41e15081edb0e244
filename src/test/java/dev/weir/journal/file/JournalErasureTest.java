package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Beacon;
import dev.weir.event.DeviceTraces;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.journal.Acks;
import dev.weir.journal.Envelopes;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JournalErasureTest {

    private static final String PERSON = "device-of-the-person";
    private static final DeviceTraces TRACES = new DeviceTraces("demo", PERSON);

    @Test
    void anErasedEventKeepsItsNumberItsTimeAndItsSection() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            append(open, of("other", 1));
            append(open, of(PERSON, 2));
            append(open, of("other", 3));
            List<Long> erased = new ArrayList<>();

            assertThat(open.journal.erase(TRACES, 3, erased::add)).isEqualTo(new ErasedEntries(1, 0, 0));

            assertThat(erased).containsExactly(2L);
            List<Entry> entries = read(open.journal, 1);
            assertThat(entries.get(1)).isEqualTo(new Entry.Erased(2, 1_700_000_000_000L, "demo"));
            assertThat(entries).hasSize(3);
            assertThat(entries.get(0)).isInstanceOf(Entry.Kept.class);
            assertThat(entries.get(2)).isInstanceOf(Entry.Kept.class);
        }
        assertNothingOf(disk);
    }

    @Test
    void ofABatchTheOthersStay() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            Acks.Ack ack = new Acks().next();
            open.journal.append(List.of(of("other", 1), of(PERSON, 2), of("another", 3)), ack);
            ack.await();

            open.journal.erase(TRACES, 3, seq -> {});

            assertThat(shortly(read(open.journal, 1))).containsExactly("other 1", "erased 2", "another 3");
            assertThat(shortly(read(open.journal, 2))).containsExactly("erased 2", "another 3");
        }
        assertNothingOf(disk);
    }

    @Test
    void whatAReaderHadReadAheadIsErasedToo() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            append(open, of("other", 1));
            append(open, of(PERSON, 2));
            Acks.Ack ack = new Acks().next();
            open.journal.append(List.of(of("other", 3), of(PERSON, 4), of("other", 5)), ack);
            ack.await();
            try (JournalReader single = open.journal.reader(1);
                    JournalReader inBatch = open.journal.reader(3)) {
                single.poll();
                inBatch.poll();

                open.journal.erase(TRACES, 5, seq -> {});

                assertThat(shortly(rest(single))).containsExactly("erased 2", "other 3", "erased 4", "other 5");
                assertThat(shortly(rest(inBatch))).containsExactly("erased 4", "other 5");
            }
        }
    }

    @Test
    void eventsAcceptedAfterItBeganAndThoseOfOtherSectionsStay() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            append(open, of(PERSON, 1));
            append(open, of(PERSON, 2));
            open.journal.erase(new DeviceTraces("shop", PERSON), 2, seq -> {});
            assertThat(shortly(read(open.journal, 1))).containsExactly(PERSON + " 1", PERSON + " 2");

            open.journal.erase(TRACES, 1, seq -> {});

            assertThat(shortly(read(open.journal, 1))).containsExactly("erased 1", PERSON + " 2");
        }
    }

    @Test
    void againFindsNothing() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            append(open, of(PERSON, 1));
            open.journal.erase(TRACES, 1, seq -> {});
            assertThat(open.journal.erase(TRACES, 1, seq -> {})).isEqualTo(new ErasedEntries(0, 0, 0));
        }
    }

    @Test
    void whatIsInQuarantineOrBetweenRecordsIsErased() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            append(open, of("other", 1));
            append(open, of(PERSON, 2));
            append(open, of("other", 3));
        }
        int at = indexOf(disk.bytes(JournalOnDisk.FIRST_FILE), "\"n\":2");
        disk.flipBit(JournalOnDisk.FIRST_FILE, at * 8L + 32);
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            assertThat(shortly(read(open.journal, 1))).containsExactly("other 1", "damaged 2", "other 3");

            assertThat(open.journal.erase(TRACES, 3, seq -> {})).isEqualTo(new ErasedEntries(0, 1, 1));

            assertThat(shortly(read(open.journal, 1))).containsExactly("other 1", "damaged 2", "other 3");
        }
        assertNothingOf(disk);
    }

    @Test
    void theInspectorCountsThem() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            append(open, of(PERSON, 1));
            append(open, of("other", 2));
            open.journal.erase(TRACES, 2, seq -> {});
        }
        List<JournalInspector.FileReport> reports = JournalInspector.of(disk).inspect((seq, time, envelope) -> {});
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.isClean()).isTrue();
            assertThat(report.erased()).isEqualTo(1);
            assertThat(report.events()).isEqualTo(1);
            assertThat(report.firstSeq()).isEqualTo(1);
        });
    }

    @Property(tries = 60)
    void everythingElseIsWhatItWas(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        SimulatedDisk disk = new SimulatedDisk();
        List<String> expected = new ArrayList<>();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            fill(open, random, 150, expected);
            open.journal.erase(TRACES, open.journal.lastSeq(), seq -> {});
            assertThat(shortly(read(open.journal, 1))).isEqualTo(expected);
            fill(open, random, 10, expected);
            open.journal.erase(TRACES, open.journal.lastSeq(), seq -> {});
        }
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            assertThat(shortly(read(open.journal, 1))).isEqualTo(expected);
        }
        assertNothingOf(disk);
    }

    /** Whatever the cut leaves, each event is as it was or erased, nothing is called damaged, and again finishes it. */
    @Property(tries = 300)
    void aPowerCutLeavesEachEventWholeOrErased(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int operations, @ForAll boolean isKill)
            throws IOException {
        Random random = new Random(seed);
        SimulatedDisk disk = new SimulatedDisk();
        List<String> expected = new ArrayList<>();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            fill(open, random, 100, expected);
            JournalOnDisk.await(() -> disk.exists(FileMaker.SPARE));
            disk.cutPowerAfter(operations);
            try {
                open.journal.erase(TRACES, open.journal.lastSeq(), seq -> {});
            } catch (IOException cut) {
                // As it was meant to be.
            }
        }
        SimulatedDisk found = isKill ? disk.afterKill() : disk.afterPowerCut(random);
        try (JournalOnDisk open = JournalOnDisk.open(found)) {
            List<String> left = shortly(read(open.journal, 1));
            assertThat(left).hasSameSizeAs(expected);
            for (int i = 0; i < left.size(); i++) {
                assertThat(left.get(i)).isIn(expected.get(i), PERSON + " " + (i + 1));
            }
            open.journal.erase(TRACES, open.journal.lastSeq(), seq -> {});
            assertThat(shortly(read(open.journal, 1))).isEqualTo(expected);
        }
        assertNothingOf(found);
    }

    /** One appends, one reads, one erases, all at once. */
    @Test
    void nobodyReadsHalfAChangeWhileItIsWritten() throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        AtomicInteger damaged = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            Thread reading = new Thread(() -> {
                try (JournalReader reader = open.journal.reader(1)) {
                    while (read.get() < 400) {
                        Entry entry = reader.poll();
                        if (entry instanceof Entry.Damaged) {
                            damaged.incrementAndGet();
                        }
                        if (entry != null) {
                            read.incrementAndGet();
                        }
                    }
                }
            });
            reading.start();
            for (int i = 1; i <= 400; i++) {
                append(open, of(i % 2 == 0 ? PERSON : "other", i));
                if (i % 20 == 0) {
                    open.journal.erase(TRACES, i, seq -> {});
                }
            }
            reading.join();
            assertThat(shortly(read(open.journal, 1)))
                    .filteredOn(entry -> entry.startsWith("erased"))
                    .hasSize(200);
        }
        assertThat(damaged).hasValue(0);
        assertNothingOf(disk);
    }

    /** All of it is in memory, too. */
    @Test
    void onceItIsErasedNobodyHasItFromMemory() throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        AtomicInteger erasedUpTo = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (JournalOnDisk open = JournalOnDisk.open(disk, JournalOnDisk.SMALL.withRecentEvents(1000))) {
            List<Future<Integer>> followers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                followers.add(threads.submit(() -> brought(open, erasedUpTo, 400)));
            }
            for (int i = 1; i <= 400; i++) {
                append(open, of(i % 2 == 0 ? PERSON : "other", i));
                if (i % 20 == 0) {
                    open.journal.erase(TRACES, i, seq -> {});
                    erasedUpTo.set(i);
                    assertThat(shortly(read(open.journal, i - 1))).containsExactly("other " + (i - 1), "erased " + i);
                }
            }
            for (Future<Integer> follower : followers) {
                assertThat(follower.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
        assertNothingOf(disk);
    }

    /** How many of the person's events a follower was brought after they had been erased, or that were damaged. */
    private static int brought(JournalOnDisk open, AtomicInteger erasedUpTo, int until) {
        int wrong = 0;
        try (JournalReader reader = open.journal.reader(1)) {
            for (long seq = 0; seq < until; ) {
                int erased = erasedUpTo.get();
                Entry entry = reader.poll();
                if (entry != null) {
                    seq = entry.seq();
                    boolean isPersons = entry instanceof Entry.Kept kept
                            && PERSON.equals(kept.envelope().deviceId());
                    wrong += entry instanceof Entry.Damaged || isPersons && seq <= erased ? 1 : 0;
                }
            }
        }
        return wrong;
    }

    private static void fill(JournalOnDisk open, Random random, int events, List<String> expected) {
        for (int i = 0; i < events; i++) {
            List<Envelope> batch = new ArrayList<>();
            for (int left = random.nextInt(5) == 0 ? 2 + random.nextInt(4) : 1; left > 0; left--) {
                int number = expected.size() + 1;
                String device = random.nextInt(3) == 0 ? PERSON : "device-" + random.nextInt(9);
                batch.add(of(device, number));
                expected.add(device.equals(PERSON) ? "erased " + number : device + " " + number);
            }
            Acks.Ack ack = new Acks().next();
            assertThat(batch.size() == 1 ? open.journal.append(batch.get(0), ack) : open.journal.append(batch, ack))
                    .isEqualTo(Journal.Handover.TAKEN);
            assertThat(ack.await()).isNotNull();
        }
    }

    private static void append(JournalOnDisk open, Envelope envelope) {
        Acks.Ack ack = new Acks().next();
        open.journal.append(envelope, ack);
        assertThat(ack.await()).isNotNull();
    }

    private static Envelope of(String device, int number) {
        String body =
                "{\"did\":\"" + device + "\",\"n\":" + number + ",\"x\":\"" + "y".repeat(number % 7 * 100) + "\"}";
        return new Envelope(
                "personaclick",
                "demo",
                EventType.VIEW,
                device,
                null,
                "sid",
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Entry> read(FileJournal journal, long from) {
        try (JournalReader reader = journal.reader(from)) {
            return rest(reader);
        }
    }

    private static List<Entry> rest(JournalReader reader) {
        List<Entry> all = new ArrayList<>();
        for (Entry entry = reader.poll(); entry != null; entry = reader.poll()) {
            all.add(entry);
        }
        return all;
    }

    /** Of a kept event also that its bytes are those that were sent. */
    private static List<String> shortly(List<Entry> entries) {
        List<String> all = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Kept kept) {
                String device = String.valueOf(kept.envelope().deviceId());
                assertThat(Envelopes.same(kept.envelope(), of(device, (int) kept.seq())))
                        .isTrue();
                all.add(device + " " + kept.seq());
            } else {
                all.add((entry instanceof Entry.Erased ? "erased " : "damaged ") + entry.seq());
            }
        }
        return all;
    }

    private static void assertNothingOf(SimulatedDisk disk) {
        List<String> names = new ArrayList<>(disk.list(""));
        disk.list("quarantine").forEach(name -> names.add("quarantine/" + name));
        for (String name : names) {
            assertThat(indexOf(disk.bytes(name), PERSON)).as(name).isEqualTo(-1);
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
