package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.CursorStore;
import dev.weir.relay.fake.FakeDeadLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How often a cursor is saved on a disk that takes its time, in virtual time. */
final class CursorKeeperTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SAVE_EVERY = 256;
    private static final RelayOptions OPTIONS = new RelayOptions(
            65_536, 1 << 20, SAVE_EVERY, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(15));

    private final SlowStore store = new SlowStore();
    private long nanos;
    private long settled;

    @Test
    void aSlowDiskHasTheSinkWaitForATenthOfTheTimeAtMost() {
        store.saveNanos = 40 * MILLI;

        run(1, 10_000);

        assertThat(store.saves.size() * store.saveNanos).isBetween(500 * MILLI, 1_000 * MILLI);
        assertThat(store.notes).isGreaterThan(8_000);
    }

    @Test
    void aFastDiskIsAskedAsOftenAsTheOptionsSay() {
        store.saveNanos = MILLI / 10;

        run(1, 1_000);

        assertThat(store.saves).hasSizeGreaterThan(45);
    }

    @Test
    void noMoreIsUnsavedThanFourTimesTheOptionHoweverSlowTheDisk() {
        store.saveNanos = 500 * MILLI;

        run(100, 5_000);

        long before = 0;
        for (long each : store.saves) {
            assertThat(each - before).isLessThanOrEqualTo(4 * SAVE_EVERY + 100);
            before = each;
        }
    }

    @Test
    void aDiskThatStoodStillOnceIsTriedAgainWithinASecond() {
        store.saveNanos = 60_000 * MILLI;
        CursorKeeper keeper = keeper();
        round(keeper, 1);
        nanos += 20 * MILLI;
        round(keeper, 0);
        store.saveNanos = 0;

        round(keeper, 1);
        nanos += 1_000 * MILLI;
        round(keeper, 0);

        assertThat(store.saves).hasSize(2);
    }

    /** @param each so many events are settled every millisecond */
    private void run(int each, int millis) {
        CursorKeeper keeper = keeper();
        long end = nanos + millis * MILLI;
        while (nanos < end) {
            round(keeper, each);
            nanos += MILLI;
        }
    }

    private void round(CursorKeeper keeper, int more) {
        settled += more;
        keeper.onRound(new CursorStore.Cursor(settled + 1, settled, 0, 0, 0), nanos);
    }

    private CursorKeeper keeper() {
        return new CursorKeeper(
                store, "vendor", CursorStore.Cursor.START, new FakeDeadLetters(), OPTIONS, () -> nanos, below -> {});
    }

    private final class SlowStore implements CursorStore {
        private final List<Long> saves = new ArrayList<>();
        private long saveNanos;
        private int notes;

        @Override
        public Cursor load(String sink) {
            return Cursor.START;
        }

        @Override
        public void save(String sink, Cursor cursor) {
            nanos += saveNanos;
            saves.add(cursor.settled());
        }

        @Override
        public boolean tryNote(String sink, Cursor cursor) {
            notes++;
            return true;
        }
    }
}
