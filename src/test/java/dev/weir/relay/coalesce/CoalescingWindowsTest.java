package dev.weir.relay.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.relay.coalesce.CoalescingWindows.Window;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CoalescingWindowsTest {

    private final CoalescingWindows<String> windows = new CoalescingWindows<>(2);

    @Test
    void nothingIsDueBeforeItsTime() {
        windows.open("a", 10);

        assertThat(windows.nanosToNext(3)).isEqualTo(7);
        assertThat(windows.pollDue(9)).isNull();
        assertThat(windows.size()).isEqualTo(1);
        assertThat(windows.pollDue(10)).isEqualTo("a");
        assertThat(windows.size()).isZero();
        assertThat(windows.nanosToNext(10)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsOverdueWaitsNoLonger() {
        windows.open("a", 10);

        assertThat(windows.nanosToNext(50)).isZero();
    }

    @Test
    void theEarliestIsFirstAndOfOneTimeTheOneOpenedFirst() {
        windows.open("late", 20);
        windows.open("first", 10);
        windows.open("second", 10);

        assertThat(windows.pollDue(20)).isEqualTo("first");
        assertThat(windows.pollDue(20)).isEqualTo("second");
        assertThat(windows.pollDue(20)).isEqualTo("late");
    }

    /** A clock of nanoseconds may pass the largest number there is. */
    @Test
    void timesOfAClockThatOverflowsKeepTheirOrder() {
        windows.open("after", Long.MIN_VALUE + 5);
        windows.open("before", Long.MAX_VALUE - 5);

        assertThat(windows.nanosToNext(Long.MAX_VALUE - 7)).isEqualTo(2);
        assertThat(windows.pollDue(Long.MAX_VALUE)).isEqualTo("before");
        assertThat(windows.pollDue(Long.MAX_VALUE)).isNull();
        assertThat(windows.pollDue(Long.MIN_VALUE + 5)).isEqualTo("after");
    }

    @Test
    void beyondTheBoundTheOldestGoesEarlyAndIsCounted() {
        windows.open("a", 10);
        windows.open("b", 11);
        windows.open("c", 12);
        windows.open("d", 13);

        assertThat(windows.pollDue(0)).isEqualTo("a");
        assertThat(windows.pollDue(0)).isEqualTo("b");
        assertThat(windows.pollDue(0)).isNull();
        assertThat(windows.releasedEarly()).isEqualTo(2);
    }

    @Test
    void aSmallerBoundHoldsFromNowOn() {
        windows.open("a", 10);
        windows.open("b", 11);
        windows.retune(1);

        assertThat(windows.pollDue(0)).isEqualTo("a");
        assertThat(windows.pollDue(0)).isNull();
    }

    @Test
    void aClosedWindowIsNotReleased() {
        Window<String> window = windows.open("a", 10);
        windows.close(window);

        assertThat(windows.pollDue(10)).isNull();
    }

    @Test
    void thoseOfTheMomentAreReleasedAndLaterOnesAreNot() {
        windows.open("a", 10);
        windows.releaseAll();
        assertThat(windows.nanosToNext(0)).isZero();
        assertThat(windows.pollDue(0)).isEqualTo("a");
        windows.open("b", 10);

        assertThat(windows.pollDue(0)).isNull();
        assertThat(windows.nanosToNext(0)).isEqualTo(10);
        assertThat(windows.releasedEarly()).isZero();
    }

    @Test
    void whatWasToBeReleasedAndIsGoneReleasesNothingElse() {
        Window<String> gone = windows.open("a", 10);
        windows.releaseAll();
        windows.close(gone);
        assertThat(windows.pollDue(0)).isNull();
        windows.open("b", 10);

        assertThat(windows.pollDue(0)).isNull();
    }

    @Test
    void whileItDrainsNothingIsHeldBack() {
        assertThat(windows.isDraining()).isFalse();
        windows.drain();
        windows.open("a", 10);

        assertThat(windows.isDraining()).isTrue();
        assertThat(windows.nanosToNext(0)).isZero();
        assertThat(windows.pollDue(0)).isEqualTo("a");
        assertThat(windows.releasedEarly()).isZero();
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        assertThat(new CoalesceOptions(CoalesceOptions.MAX_WINDOW, 0).isNever()).isTrue();
        assertThat(new CoalesceOptions(Duration.ZERO, 1).isNever()).isFalse();
        assertThatThrownBy(() -> new CoalesceOptions(Duration.ofMinutes(61), 1))
                .hasMessage("coalesce.window: PT1H1M (expected: 0 to 1h)");
        assertThatThrownBy(() -> new CoalesceOptions(Duration.ofSeconds(-1), 1))
                .hasMessage("coalesce.window: PT-1S (expected: 0 to 1h)");
        assertThatThrownBy(() -> new CoalesceOptions(Duration.ZERO, -1))
                .hasMessage("coalesce.max-windows: -1 (expected: >= 0)");
    }
}
