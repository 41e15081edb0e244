package dev.weir.relay.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whenever the process dies: no letter that was forced is lost, none that is settled comes back, and what is asked for is sent
 * until it has ended.
 */
class LetterCrashTest {

    /** There is room for one letter more than there are at first, once those that are settled are taken out. */
    private static final Bounds TIGHT = new Bounds(2500, 9500, 200);

    private static final long[] LETTERS = LongStream.rangeClosed(1, 12).toArray();

    @TempDir
    Path dir;

    @Test
    void aDeathAtAnyStepOfALifeLosesNothing() throws IOException {
        int deaths = 0;
        boolean isSurvived = false;
        while (!isSurvived) {
            Path folder = Files.createDirectory(dir.resolve("life" + deaths));
            isSurvived = live(new Desk(folder, TIGHT), deaths);
            deaths++;
        }
        assertThat(deaths).as("steps").isGreaterThan(40);
    }

    /** Letters, replays that arrive and that are refused again, drops; and death after so many changes of files. */
    private static boolean live(Desk desk, int changes) {
        desk.refuseAndSync(LETTERS);
        desk.askReplay(1, 2, 3, 4, 5, 6);
        desk.askDrop(7, 8);
        Set<Long> arrived = new TreeSet<>();
        Set<Long> refused = new TreeSet<>();
        desk.dieAfter(changes);
        boolean isSurvived = true;
        try {
            replayAll(desk, arrived, refused);
            askAndRefuseMore(desk);
        } catch (Desk.Died died) {
            isSurvived = false;
        }
        desk.surviveAll();
        desk.reopen();
        replayAll(desk, arrived, refused);
        askAndRefuseMore(desk);
        desk.reopen();

        assertThat(arrived).as("after %s changes", changes).containsExactly(1L, 3L, 5L);
        assertThat(refused).containsExactly(2L, 4L, 6L);
        assertThat(desk.states()).containsOnlyKeys(2L, 4L, 6L, 10L, 11L, 12L, 13L);
        assertThat(desk.wrong()).isEmpty();
        assertThat(desk.look(9)).isEmpty();
        return isSurvived;
    }

    /** What was refused before the death is refused again, as the cursor has not passed it. */
    private static void askAndRefuseMore(Desk desk) {
        desk.askDrop(9);
        desk.look(1);
        assertThat(desk.refuse(13)).isTrue();
        desk.letters().sync();
    }

    /** The odd ones arrive, the even ones are refused again. */
    private static void replayAll(Desk desk, Set<Long> arrived, Set<Long> refused) {
        List<Long> taken = desk.look(2);
        while (!taken.isEmpty()) {
            for (long seq : taken) {
                if (seq % 2 == 1) {
                    arrived.add(seq);
                    desk.letters().onReplayed(seq);
                } else {
                    assertThat(desk.refuse(seq)).isTrue();
                    refused.add(seq);
                }
            }
            taken = desk.look(2);
        }
        desk.letters().sync();
    }

    @Property(tries = 80)
    void whateverPeopleAskAndWheneverThePowerFailsTheBooksAddUp(@ForAll @Size(min = 5, max = 60) List<Byte> steps)
            throws IOException {
        Path folder = Files.createTempDirectory("letters");
        try {
            Story story = new Story(folder);
            for (byte step : steps) {
                story.step(step & 0xff);
            }
            story.end();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What is on disk for certain, what the process believes, and what people asked for. */
    private static final class Story {
        private final Path folder;
        private final Desk desk;
        private long events;
        /** Events with a letter, as of now and as of the last sync. */
        private TreeSet<Long> kept = new TreeSet<>();

        private TreeSet<Long> forced = new TreeSet<>();
        /** What may be gone or not after a crash: it ended since the last sync. */
        private final TreeSet<Long> ending = new TreeSet<>();
        /** Asked to be sent again: they come, or have come, after the last time that was asked. */
        private final TreeSet<Long> owed = new TreeSet<>();

        private final TreeSet<Long> underWay = new TreeSet<>();
        private long lettersForced;
        private long ledgerForced;

        Story(Path folder) {
            this.folder = folder;
            this.desk = new Desk(folder, Desk.SMALL);
        }

        void step(int what) {
            switch (what % 8) {
                case 0, 1 -> {
                    assertThat(desk.refuse(++events)).isTrue();
                    kept.add(events);
                }
                case 2 -> sync();
                case 3 -> {
                    long seq = pick(what);
                    if (kept.contains(seq) && forced.contains(seq)) {
                        desk.askReplay(seq);
                        owed.add(seq);
                    }
                }
                case 4 -> look(what / 8 % 3 + 1);
                case 5 -> endReplay(false);
                case 6 -> endReplay(true);
                default -> {
                    if (what / 8 % 3 == 0) {
                        drop(pick(what));
                    } else {
                        powerFails(what);
                    }
                }
            }
        }

        /** All that is asked for arrives in the end, and all else is as it was. */
        void end() {
            powerFails(0);
            List<Long> taken = desk.look(1000);
            assertThat(taken).doesNotHaveDuplicates();
            assertThat(owed).isSubsetOf(taken);
            taken.forEach(desk.letters()::onReplayed);
            sync();
            kept.removeAll(taken);
            assertThat(desk.states().keySet()).isEqualTo(kept);
            desk.reopen();
            assertThat(desk.look(1000)).isEmpty();
            assertThat(desk.states().keySet()).isEqualTo(kept);
        }

        private void sync() {
            desk.letters().sync();
            onSynced();
        }

        private void onSynced() {
            forced = new TreeSet<>(kept);
            ending.clear();
            lettersForced = size("vendor.ndjson");
            ledgerForced = size("vendor.ledger");
        }

        private void look(int most) {
            List<Long> taken = desk.look(most);
            onSynced();
            assertThat(taken).isSubsetOf(kept);
            assertThat(taken.stream().filter(underWay::contains)).isEmpty();
            underWay.addAll(taken);
        }

        private void endReplay(boolean isRefused) {
            if (underWay.isEmpty()) {
                return;
            }
            long seq = underWay.pollFirst();
            owed.remove(seq);
            if (isRefused) {
                assertThat(desk.refuse(seq)).isTrue();
            } else {
                desk.letters().onReplayed(seq);
                kept.remove(seq);
                ending.add(seq);
            }
        }

        private void drop(long seq) {
            if (!kept.contains(seq) || !forced.contains(seq) || underWay.contains(seq)) {
                return;
            }
            desk.askDrop(seq);
            kept.remove(seq);
            owed.remove(seq);
            look(1);
        }

        /** What was not forced may be on disk or not, or in part. */
        private void powerFails(int chance) {
            long letters = cut("vendor.ndjson", lettersForced, chance);
            long ledger = cut("vendor.ledger", ledgerForced, chance / 2);
            desk.reopen();
            underWay.clear();
            TreeSet<Long> there = new TreeSet<>(desk.states().keySet());
            assertThat(without(forced, ending))
                    .as("forced, letters cut by %s, ledger by %s", letters, ledger)
                    .isSubsetOf(there);
            TreeSet<Long> possible = new TreeSet<>(kept);
            possible.addAll(ending);
            assertThat(there).isSubsetOf(possible);
            kept = there;
            owed.retainAll(there);
            onSynced();
        }

        private long cut(String name, long from, int chance) {
            long size = size(name);
            if (size <= from) {
                return 0;
            }
            long left = from + chance % (size - from + 1);
            try (FileChannel channel = FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE)) {
                channel.truncate(left);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return size - left;
        }

        private long size(String name) {
            try {
                Path file = folder.resolve(name);
                return Files.exists(file) ? Files.size(file) : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private long pick(int chance) {
            List<Long> all = new ArrayList<>(kept);
            return all.isEmpty() ? 0 : all.get(chance / 8 % all.size());
        }

        private static TreeSet<Long> without(TreeSet<Long> all, TreeSet<Long> some) {
            TreeSet<Long> rest = new TreeSet<>(all);
            rest.removeAll(some);
            return rest;
        }
    }
}
