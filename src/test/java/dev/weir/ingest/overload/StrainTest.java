package dev.weir.ingest.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Priority;
import org.junit.jupiter.api.Test;

final class StrainTest {

    private static final long MS = 1_000_000L;
    private static final Strain.Bounds BOUNDS = new Strain.Bounds(5 * MS, 100 * MS);

    @Test
    void delayBelowTheTargetIsNothing() {
        Strain calm = Strain.none(0);

        Strain strain = calm.onDelay(5 * MS, 50 * MS, BOUNDS).onDelayEnd(5 * MS, 500 * MS, BOUNDS);

        assertThat(strain).isSameAs(calm);
        assertThat(strain.refuses(Priority.LOW, 1_000 * MS, 500 * MS, BOUNDS)).isFalse();
    }

    @Test
    void aBurstRefusesNobodyUntilItHasLastedAnInterval() {
        Strain strain = Strain.none(0).onDelay(6 * MS, 6 * MS, BOUNDS);

        assertThat(strain.refuses(Priority.LOW, 90 * MS, 105 * MS, BOUNDS)).isFalse();
        assertThat(strain.refuses(Priority.LOW, 90 * MS, 106 * MS, BOUNDS)).isTrue();
    }

    @Test
    void oneShortTurnEndsABurst() {
        Strain strain = Strain.none(0)
                .onDelay(6 * MS, 6 * MS, BOUNDS)
                .onDelayEnd(30 * MS, 36 * MS, BOUNDS)
                .onDelayEnd(2 * MS, 60 * MS, BOUNDS)
                .onDelay(6 * MS, 70 * MS, BOUNDS);

        assertThat(strain.stands(110 * MS, BOUNDS)).isFalse();
        assertThat(strain.stands(170 * MS, BOUNDS)).isTrue();
    }

    @Test
    void onePauseHoweverLongIsNoDelayThatStands() {
        Strain strain = Strain.none(0).onDelay(205 * MS, 205 * MS, BOUNDS);

        assertThat(strain.stands(304 * MS, BOUNDS)).isFalse();
        assertThat(strain.stands(305 * MS, BOUNDS)).isTrue();
    }

    @Test
    void theBeginningOfATurnEndsNothing() {
        Strain standing = standing();

        assertThat(standing.onDelay(0, 151 * MS, BOUNDS)).isSameAs(standing);
    }

    @Test
    void delayThatComesBackSoonStandsAtOnce() {
        Strain over = standing().onDelayEnd(1 * MS, 300 * MS, BOUNDS);

        assertThat(over.stands(300 * MS, BOUNDS)).isFalse();
        assertThat(over.onDelay(6 * MS, 1_299 * MS, BOUNDS).stands(1_299 * MS, BOUNDS))
                .isTrue();
        assertThat(over.onDelay(6 * MS, 1_300 * MS, BOUNDS).stands(1_300 * MS, BOUNDS))
                .isFalse();
    }

    @Test
    void whatWasNoOverloadHasNoRelapse() {
        Strain over = Strain.none(0).onDelay(6 * MS, 6 * MS, BOUNDS).onDelayEnd(1 * MS, 50 * MS, BOUNDS);

        assertThat(over.onDelay(6 * MS, 60 * MS, BOUNDS).stands(60 * MS, BOUNDS))
                .isFalse();
    }

    @Test
    void lowGoesFirstThenNormalAndHighNever() {
        Strain strain = standing();

        assertThat(strain.refuses(Priority.LOW, 5 * MS, 200 * MS, BOUNDS)).isFalse();
        assertThat(strain.refuses(Priority.LOW, 6 * MS, 200 * MS, BOUNDS)).isTrue();
        assertThat(strain.refuses(Priority.NORMAL, 20 * MS, 200 * MS, BOUNDS)).isFalse();
        assertThat(strain.refuses(Priority.NORMAL, 21 * MS, 200 * MS, BOUNDS)).isTrue();
        assertThat(strain.refuses(Priority.HIGH, 10_000 * MS, 200 * MS, BOUNDS)).isFalse();
    }

    @Test
    void aClockNearItsWrapTellsTheSame() {
        long start = Long.MAX_VALUE - 50 * MS;
        Strain strain = Strain.none(start).onDelay(6 * MS, start + 6 * MS, BOUNDS);

        assertThat(strain.stands(start + 90 * MS, BOUNDS)).isFalse();
        assertThat(strain.stands(start + 110 * MS, BOUNDS)).isTrue();
    }

    private static Strain standing() {
        return Strain.none(0).onDelayEnd(50 * MS, 50 * MS, BOUNDS);
    }
}
