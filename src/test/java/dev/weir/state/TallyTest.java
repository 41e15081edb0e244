package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TallyTest {

    private static final int VIEW = 0;
    private static final long MINUTE = 60_000;
    private static final long QUARTER = 15 * MINUTE;
    private static final long DAY = 96 * QUARTER;

    @Property(tries = 300)
    void countsWhatIsYoungerThanTheWindowButForOneBucket(@ForAll long seed, @ForAll Tally.Grain grain) {
        long window = grain == Tally.Grain.DAY ? DAY : QUARTER;
        long bucket = grain == Tally.Grain.DAY ? QUARTER : MINUTE;
        Random random = new Random(seed);
        Tally tally = new Tally(grain);
        List<Long> times = new ArrayList<>();
        long now = Scene.START_MILLIS;

        for (int i = 0; i < 300; i++) {
            now += (long) (random.nextDouble() * random.nextDouble() * window / 4);
            tally.add(now, VIEW);
            times.add(now);
            long later = now + random.nextLong(window);
            assertThat(tally.sum(later, VIEW))
                    .isBetween(younger(times, later, window - bucket), younger(times, later, window));
        }
    }

    /** The clock may go anywhere: what is counted was added, within the window, and the newest is counted at its time. */
    @Property(tries = 300)
    void aClockThatIsSetBackCorruptsNothing(@ForAll long seed, @ForAll Tally.Grain grain) {
        long window = grain == Tally.Grain.DAY ? DAY : QUARTER;
        Random random = new Random(seed);
        Tally tally = new Tally(grain);
        List<Long> times = new ArrayList<>();

        for (int i = 0; i < 300; i++) {
            long now = Scene.START_MILLIS + random.nextLong(-3 * window, 3 * window);
            tally.add(now, VIEW);
            times.add(now);
            assertThat(tally.sum(now, VIEW)).isBetween(1L, youngerOrInItsBucket(times, now, window));
            assertThat(tally.bytes()).isLessThanOrEqualTo(96 * 16);
        }
    }

    @Example
    void kindsAreCountedApart() {
        Tally tally = new Tally(Tally.Grain.DAY);

        tally.add(5, 1);
        tally.add(5, 2);
        tally.add(5, 2);

        assertThat(List.of(tally.sum(5, 0), tally.sum(5, 1), tally.sum(5, 2))).containsExactly(0L, 1L, 2L);
    }

    @Example
    void aCopyDoesNotFollow() {
        Tally tally = new Tally(Tally.Grain.DAY);
        tally.add(5, VIEW);
        Tally copy = tally.copy();

        tally.add(5, VIEW);

        assertThat(copy.sum(5, VIEW)).isEqualTo(1);
    }

    @Example
    void timesBeyondAllReasonAreTaken() {
        Tally tally = new Tally(Tally.Grain.QUARTER_HOUR);

        for (long time : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE, 1}) {
            tally.add(time, VIEW);

            assertThat(tally.sum(time, VIEW)).isPositive();
        }
    }

    private static long younger(List<Long> times, long now, long age) {
        return times.stream().filter(time -> time <= now && now - time < age).count();
    }

    private static long youngerOrInItsBucket(List<Long> times, long now, long age) {
        return times.stream()
                .filter(time -> time < now + QUARTER && now - time < age)
                .count();
    }
}
