package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import dev.weir.journal.Envelopes;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * The power goes at any operation of the disk, several times over, also while a start is mending what the last cut
 * left.
 */
class PowerCutTest {

    private static final int CUTS = 4;

    @Property(tries = 300)
    void everyAcknowledgedEventIsThereOnceInOrderAndEveryBatchIsWhole(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int operations) throws IOException {
        Random random = new Random(seed);
        Run run = new Run(random);
        SimulatedDisk disk = new SimulatedDisk();
        for (int cut = 0; cut < CUTS; cut++) {
            disk.cutPowerAfter(random.nextInt(operations));
            run.appendUntilTheCut(disk);
            disk = disk.afterPowerCut(random);
        }
        run.assertAllIsThere(disk);
    }

    /** Of any size, so that its file is made anew now and then; and lives end by kills too, which leave what is not forced. */
    @Property(tries = 400)
    void aCursorNeverGoesBackBehindItsLastSaveNorAhead(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int operations) throws IOException {
        Random random = new Random(seed);
        SimulatedDisk disk = new SimulatedDisk();
        Cursor saved = Cursor.START;
        for (int cut = 0; cut < CUTS; cut++) {
            disk.cutPowerAfter(random.nextInt(operations));
            Cursor tried = saved;
            try {
                FileCursorStore store = FileCursorStore.open(disk);
                assertThat(store.load("a")).isEqualTo(saved);
                while (true) {
                    tried = after(saved, random);
                    store.save("a", tried);
                    saved = tried;
                }
            } catch (IOException | UncheckedIOException cutHere) {
                disk = random.nextInt(3) == 0 ? disk.afterKill() : disk.afterPowerCut(random);
            }
            Cursor found = FileCursorStore.open(disk).load("a");
            assertThat(found.equals(saved) || found.equals(tried))
                    .as("frontier %d after %d, or %d", found.frontier(), saved.frontier(), tried.frontier())
                    .isTrue();
            saved = found;
        }
    }

    /** A kill leaves the newest note, a power cut one of those since the save, or the save. */
    @Property(tries = 400)
    void aNoteBringsTheCursorOnAndNeverBackNorAhead(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int operations) throws IOException {
        Random random = new Random(seed);
        SimulatedDisk disk = new SimulatedDisk();
        Cursor newest = Cursor.START;
        for (int cut = 0; cut < CUTS; cut++) {
            disk.cutPowerAfter(random.nextInt(operations));
            List<Cursor> since = new ArrayList<>(List.of(newest));
            boolean isKilled = random.nextBoolean();
            try {
                FileCursorStore store = FileCursorStore.open(disk);
                assertThat(store.load("a")).isEqualTo(newest);
                int steps = isKilled ? random.nextInt(20) : Integer.MAX_VALUE;
                for (int step = 0; step < steps; step++) {
                    Cursor next = after(newest, random);
                    since.add(next);
                    if (random.nextInt(3) > 0) {
                        newest = noted(store, disk, newest, next);
                    } else {
                        store.save("a", next);
                        newest = next;
                        since = new ArrayList<>(List.of(next));
                    }
                }
            } catch (IOException | UncheckedIOException cutHere) {
                isKilled = false;
            }
            disk = isKilled ? disk.afterKill() : disk.afterPowerCut(random);
            Cursor found = FileCursorStore.open(disk).load("a");
            assertThat(found).isIn(isKilled ? List.of(newest) : since);
            newest = found;
        }
    }

    private static Cursor noted(FileCursorStore store, SimulatedDisk disk, Cursor before, Cursor next)
            throws IOException {
        boolean isNoted = store.tryNote("a", next);
        // Fails if the power has gone.
        disk.forceFolder("");
        return isNoted ? next : before;
    }

    private static Cursor after(Cursor before, Random random) {
        int sections = random.nextInt(3) == 0 ? random.nextInt(600) : random.nextInt(3);
        Map<String, Behind> behind = new HashMap<>();
        for (int i = 0; i < sections; i++) {
            behind.put("section-" + i, new Behind(1 + i, 1));
        }
        long frontier = Math.max(before.frontier() + 1, sections + 1);
        return new Cursor(frontier, frontier - 1 - sections, 0, 0, 0, 0, behind);
    }

    /** What was appended and acknowledged over several lives of one journal. */
    private static final class Run {
        private final Random random;
        private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();
        private final List<List<String>> batches = new ArrayList<>();
        private int appended;
        private long released = 1;

        Run(Random random) {
            this.random = random;
        }

        void appendUntilTheCut(SimulatedDisk disk) {
            try (JournalOnDisk open = JournalOnDisk.open(disk)) {
                Journal.Handover handover = Journal.Handover.TAKEN;
                while (handover == Journal.Handover.TAKEN || handover == Journal.Handover.QUEUE_FULL) {
                    handover = random.nextInt(4) == 0 ? appendBatch(open.journal) : appendOne(open.journal);
                    if (random.nextInt(3) == 0) {
                        // Lets a group form, and go.
                        JournalOnDisk.await(() -> acknowledged.size() > 0 || !open.journal.isHealthy());
                        releaseSome(open.journal);
                    }
                }
            } catch (IOException cutWhileOpening) {
                // The next life goes on from what is left.
            }
        }

        void assertAllIsThere(SimulatedDisk disk) throws IOException {
            Map<Long, String> found = new TreeMap<>();
            Map<String, Long> seqs = new HashMap<>();
            try (JournalOnDisk open = JournalOnDisk.open(disk);
                    JournalReader reader = open.journal.reader(1)) {
                long expected = 0;
                for (Entry entry = reader.poll(); entry != null; entry = reader.poll()) {
                    if (expected > 0) {
                        assertThat(entry.seq()).isEqualTo(expected);
                    } else {
                        assertThat(entry.seq()).isLessThanOrEqualTo(released);
                    }
                    expected = next(entry);
                    if (entry instanceof Entry.Kept kept) {
                        String body = Envelopes.body(kept.envelope());
                        found.put(kept.seq(), body);
                        assertThat(seqs.put(body, kept.seq()))
                                .as("first number of %s", body)
                                .isNull();
                    } else {
                        assertNoneAcknowledged(entry.seq(), expected);
                    }
                }
            }
            batches.forEach(batch -> assertAllOrNone(batch, seqs));
            Map<Long, String> owed = new TreeMap<>(acknowledged);
            owed.keySet().removeIf(seq -> seq < released);
            assertThat(found).containsAllEntriesOf(owed);
        }

        /** What was released may be gone, and what was not is there: nothing acknowledged is ever called damaged. */
        private void assertNoneAcknowledged(long from, long until) {
            for (long seq = from; seq < until; seq++) {
                assertThat(acknowledged).doesNotContainKey(seq);
            }
        }

        /** Also of those that nobody was told of. Released together, too: a batch is in one file. */
        private static void assertAllOrNone(List<String> batch, Map<String, Long> seqs) {
            List<Long> found = batch.stream().map(seqs::get).toList();
            Long first = found.get(0);
            List<Long> whole = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                whole.add(first == null ? null : Long.valueOf(first + i));
            }
            assertThat(found).as("numbers of a batch").isEqualTo(whole);
        }

        private void releaseSome(Journal journal) {
            if (random.nextInt(4) == 0) {
                released = Math.max(released, journal.lastSeq() / 2);
                journal.release(released);
            }
        }

        private static long next(Entry entry) {
            return entry instanceof Entry.Damaged damaged ? damaged.lastSeq() + 1 : entry.seq() + 1;
        }

        private Journal.Handover appendOne(Journal journal) {
            Envelope envelope = next();
            return journal.append(envelope, ack(List.of(envelope)));
        }

        private Journal.Handover appendBatch(Journal journal) {
            List<Envelope> batch = new ArrayList<>();
            for (int left = 2 + random.nextInt(8); left > 0; left--) {
                batch.add(next());
            }
            batches.add(batch.stream().map(Envelopes::body).toList());
            return journal.append(batch, ack(batch));
        }

        private Envelope next() {
            int number = appended++;
            return random.nextInt(4) == 0 ? JournalOnDisk.large(number) : Envelopes.numbered(number);
        }

        private Journal.Ack ack(List<Envelope> envelopes) {
            return new Journal.Ack() {
                @Override
                public void onKept(long first) {
                    for (int i = 0; i < envelopes.size(); i++) {
                        @Nullable String before = acknowledged.put(first + i, Envelopes.body(envelopes.get(i)));
                        assertThat(before).isNull();
                    }
                }

                @Override
                public void onFailed(Journal.Failure why) {}
            };
        }
    }
}
