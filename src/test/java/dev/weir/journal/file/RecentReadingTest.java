package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Beacon;
import dev.weir.event.Context;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.Item;
import dev.weir.event.Promise;
import dev.weir.journal.Acks;
import dev.weir.journal.Envelopes;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What readers take from memory is what the files have. */
class RecentReadingTest {

    private static final int EVENTS = 250;

    private final SimulatedDisk disk = new SimulatedDisk();

    @Property(tries = 100)
    void readersOfAnySpeedGetWhatTheFilesHave(
            @ForAll long seed, @ForAll @IntRange(max = 40) int recentEvents, @ForAll Speed speed) throws IOException {
        Random random = new Random(seed);
        SimulatedDisk disk = new SimulatedDisk();
        FileJournalOptions options = JournalOnDisk.SMALL
                .withDurability(random.nextBoolean() ? Promise.FSYNC : Promise.OS)
                .withRecentEvents(recentEvents)
                .withRecentBytes(random.nextInt(100_000));
        AtomicLong millis = new AtomicLong(1_700_000_000_000L);
        List<List<Entry>> seen = new ArrayList<>();
        try (JournalOnDisk open =
                JournalOnDisk.open(disk, options, () -> Instant.ofEpochMilli(millis.incrementAndGet()))) {
            List<JournalReader> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(open.journal.reader(1));
                seen.add(new ArrayList<>());
            }
            for (int turn = 0; turn < 60; turn++) {
                append(open, random);
                for (int i = 0; i < readers.size(); i++) {
                    read(readers.get(i), speed.polls(random, i), seen.get(i));
                }
            }
            for (int i = 0; i < readers.size(); i++) {
                read(readers.get(i), Integer.MAX_VALUE, seen.get(i));
                readers.get(i).close();
            }
        }
        List<Entry> inFiles = new ArrayList<>();
        try (JournalOnDisk open = JournalOnDisk.open(disk, options.withRecentEvents(0));
                JournalReader reader = open.journal.reader(1)) {
            read(reader, Integer.MAX_VALUE, inFiles);
        }
        seen.forEach(entries -> assertSame(entries, inFiles));
    }

    @Test
    void whatTheAppenderKnowsOfAnEventIsNotDecodedAgain() throws Exception {
        Event known = new Event.View(Context.EMPTY, Item.of("item"));
        try (JournalOnDisk open = JournalOnDisk.open(disk, JournalOnDisk.SMALL);
                JournalReader reader = open.journal.reader(1)) {
            Acks.Ack ack = new Acks().next();
            assertThat(open.journal.append(Envelopes.numbered(1), known, ack)).isEqualTo(Journal.Handover.TAKEN);
            ack.await();

            Event read = ((Kept) reader.poll()).event(envelope -> {
                throw new AssertionError("decoded");
            });

            assertThat(read).isSameAs(known);
        }
    }

    @Test
    void whoKeepsUpReadsNoFile() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk, JournalOnDisk.SMALL);
                JournalReader reader = open.journal.reader(1)) {
            for (int i = 1; i <= EVENTS; i++) {
                open.appendLarge(i, i);
                // Nobody who looked at the bytes would bring it.
                flipLastRecord(i);
                assertThat(JournalOnDisk.inShort(reader.poll())).isEqualTo(Integer.toString(i));
                flipLastRecord(i);
            }
            assertThat(reader.poll()).isNull();
        }
    }

    @Test
    void whoKeepUpAreGivenTheSameEntry() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk);
                JournalReader one = open.journal.reader(1);
                JournalReader another = open.journal.reader(1)) {
            open.append(1, 1);
            open.appendBatch(2, 3);
            for (int i = 1; i <= 3; i++) {
                assertThat(one.poll()).isSameAs(another.poll());
            }
        }
    }

    /** Were the file read from its start, or from where it was last read, what is hurt there would be reported. */
    @Test
    void whoFallsBehindGoesOnWhereItWas() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk);
                JournalReader fromFile = open.journal.reader(1);
                JournalReader fromMemory = open.journal.reader(8)) {
            open.append(1, 10);
            read(fromFile, 10, new ArrayList<>());
            read(fromMemory, 3, new ArrayList<>());
            int secondRecord = FileHeader.BLOCK_BYTES + recordBytes(FileHeader.BLOCK_BYTES);
            disk.flipBit(JournalOnDisk.FIRST_FILE, (secondRecord + 50) * 8L);
            open.append(11, 30);

            assertThat(inShort(fromFile)).isEqualTo(numbers(11, 30));
            assertThat(inShort(fromMemory)).isEqualTo(numbers(11, 30));
            assertThat(open.count("weir.journal.damaged")).isZero();
        }
    }

    @Test
    void whoFallsBehindWithinABatchGoesOnWithinIt() throws IOException {
        try (JournalOnDisk open = JournalOnDisk.open(disk);
                JournalReader reader = open.journal.reader(1);
                JournalReader another = open.journal.reader(3)) {
            open.appendBatch(1, 4);
            assertThat(JournalOnDisk.inShort(reader.poll())).isEqualTo("1");
            assertThat(JournalOnDisk.inShort(another.poll())).isEqualTo("3");
            open.append(5, 20);
            assertThat(inShort(reader)).isEqualTo(numbers(2, 20));
            assertThat(inShort(another)).isEqualTo(numbers(4, 20));
        }
    }

    @Test
    void followersOnThreadsOfTheirOwnMissNothingWhileFilesChange() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (JournalOnDisk open = JournalOnDisk.open(disk)) {
            List<Future<List<String>>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(follow(open, 4 * EVENTS)));
            }
            for (int first = 1; first < 4 * EVENTS; first += 10) {
                for (int i = first; i < first + 5; i++) {
                    open.journal.append(JournalOnDisk.large(i), new Acks().next());
                }
                Acks.Ack ack = new Acks().next();
                open.journal.append(JournalOnDisk.largeBatch(first + 5, first + 9), ack);
                if (first % 100 == 1) {
                    ack.await();
                }
            }
            for (Future<List<String>> reader : readers) {
                assertThat(reader.get()).isEqualTo(numbers(1, 4 * EVENTS));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<List<String>> follow(JournalOnDisk open, int until) {
        return () -> {
            List<String> all = new ArrayList<>();
            try (JournalReader reader = open.journal.reader(1)) {
                JournalOnDisk.await(() -> {
                    all.addAll(inShort(reader));
                    return all.size() >= until;
                });
            }
            return all;
        };
    }

    private static void append(JournalOnDisk open, Random random) {
        Acks.Ack last = new Acks().next();
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            Acks.Ack ack = new Acks().next();
            int events = random.nextInt(4) == 0 ? 1 + random.nextInt(8) : 1;
            List<Envelope> batch =
                    IntStream.range(0, events).mapToObj(i -> any(random)).toList();
            assertThat(events == 1 ? open.journal.append(batch.get(0), ack) : open.journal.append(batch, ack))
                    .isEqualTo(Journal.Handover.TAKEN);
            last = ack;
        }
        assertThat(last.await()).isNotNull();
    }

    /** With texts that UTF-8 can say, and sometimes one that it cannot. Eight of them fit a record. */
    private static Envelope any(Random random) {
        String odd = switch (random.nextInt(8)) {
            case 0 -> "half of \ud83d a pair";
            case 1 -> "\u00e9\u4e16\ud83d\ude00";
            default -> "plain";
        };
        byte[] body =
                "x".repeat(random.nextInt(3) == 0 ? random.nextInt(1_500) : 20).getBytes(StandardCharsets.UTF_8);
        return new Envelope(
                "personaclick",
                "demo",
                EventType.VIEW,
                random.nextBoolean() ? "did" + random.nextInt() : null,
                random.nextBoolean() ? "sid" : null,
                null,
                new Envelope.Notes(random.nextBoolean(), null, Envelope.Attribution.ATTRIBUTED, "key"),
                new Envelope.Client("127.0.0.1", odd, null, random.nextBoolean() ? "id" : null, null),
                new Beacon("POST", "/push", "a=b", Beacon.BodyKind.JSON, body));
    }

    private static void read(JournalReader reader, int polls, List<Entry> into) {
        for (int i = 0; i < polls; i++) {
            Entry entry = reader.poll();
            if (entry == null) {
                return;
            }
            into.add(entry);
        }
    }

    private static List<String> inShort(JournalReader reader) {
        List<Entry> entries = new ArrayList<>();
        read(reader, Integer.MAX_VALUE, entries);
        return entries.stream().map(JournalOnDisk::inShort).toList();
    }

    private static void assertSame(List<Entry> entries, List<Entry> expected) {
        assertThat(entries).hasSameSizeAs(expected);
        for (int i = 0; i < entries.size(); i++) {
            Kept entry = (Kept) entries.get(i);
            Kept other = (Kept) expected.get(i);
            assertThat(entry.seq()).isEqualTo(other.seq()).isEqualTo(i + 1);
            assertThat(entry.timeMillis()).isEqualTo(other.timeMillis());
            assertThat(Envelopes.same(entry.envelope(), other.envelope())).isTrue();
        }
    }

    private int recordBytes(int offset) {
        return RecordFormat.padded(
                ByteBuffer.wrap(disk.bytes(JournalOnDisk.FIRST_FILE)).getInt(offset));
    }

    private void flipLastRecord(int number) {
        String file = disk.list("").stream()
                .filter(name -> FileHeader.baseSeqOf(name) > 0 && FileHeader.baseSeqOf(name) <= number)
                .reduce((first, second) -> second)
                .orElseThrow();
        String bytes = new String(disk.bytes(file), StandardCharsets.ISO_8859_1);
        int at = bytes.lastIndexOf("yyy");
        disk.flipBit(file, at * 8L);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    /** How many entries a reader asks for at a time, of about four that come. */
    enum Speed {
        FAST,
        SLOW,
        MIXED;

        int polls(Random random, int reader) {
            return switch (this) {
                case FAST -> 100;
                case SLOW -> random.nextInt(8);
                case MIXED -> random.nextInt(10) < 7 ? reader * 2 : random.nextInt(200);
            };
        }
    }
}
