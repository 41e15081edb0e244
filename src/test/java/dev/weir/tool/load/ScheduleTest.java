package dev.weir.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

    private static final long MILLI = 1_000_000L;

    @Test
    void constantArrivalsAreEvenlySpaced() {
        assertThat(all(200, Arrivals.CONSTANT, Duration.ofMillis(25)))
                .containsExactly(0L, 5 * MILLI, 10 * MILLI, 15 * MILLI, 20 * MILLI);
    }

    @Test
    void noRoundingAddsUpOverALongRun() {
        List<Long> times = all(3_000, Arrivals.CONSTANT, Duration.ofSeconds(100));

        assertThat(times).hasSize(300_000);
        assertThat(times.get(299_999)).isEqualTo(99_999_666_666L);
    }

    @Test
    void poissonArrivalsHaveTheRateAndTheSpreadOfIndependentVisitors() {
        List<Long> times = all(1_000, Arrivals.POISSON, Duration.ofSeconds(100));

        assertThat((double) times.size()).isCloseTo(100_000, within(1_500.0));
        double squares = 0;
        for (int i = 1; i < times.size(); i++) {
            double gap = (times.get(i) - times.get(i - 1)) / 1e6;
            squares += (gap - 1) * (gap - 1);
        }
        // The gaps' deviation is as large as their mean; of even spacing it would be nought.
        assertThat(Math.sqrt(squares / times.size())).isCloseTo(1, within(0.05));
    }

    @Test
    void timesNeverGoBack() {
        assertThat(all(500, Arrivals.POISSON, Duration.ofSeconds(2))).isSorted();
    }

    @Test
    void whatIsOverStaysOver() {
        Schedule schedule = new Schedule(10, Arrivals.CONSTANT, Duration.ofMillis(50), new SplittableRandom(1));

        assertThat(schedule.next()).isZero();
        assertThat(schedule.next()).isEqualTo(Schedule.END);
        assertThat(schedule.next()).isEqualTo(Schedule.END);
    }

    private static List<Long> all(double rate, Arrivals arrivals, Duration duration) {
        Schedule schedule = new Schedule(rate, arrivals, duration, new SplittableRandom(7));
        List<Long> times = new ArrayList<>();
        for (long at = schedule.next(); at != Schedule.END; at = schedule.next()) {
            times.add(at);
        }
        return times;
    }
}
