package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TempoTest {

    private static final long MS = 1_000_000L;

    private final Tempo tempo = new Tempo();
    private long now;

    @Test
    void aDiskThatIsSlowButSteadyIsNoDelay() {
        for (int i = 0; i < 10; i++) {
            // Came just after the last group had been taken up.
            group(now - 40 * MS, 40);
            assertThat(tempo.delayNanos(now)).isZero();
        }
    }

    @Test
    void whatDidNotFitIntoAGroupIsLateByWhatItWaitsBeyondIt() {
        group(now, 40);
        tempo.begin(now, now - 75 * MS, true);

        assertThat(tempo.delayNanos(now)).isEqualTo(35 * MS);
    }

    @Test
    void whatALateWriterFindsIsNot() {
        group(now, 40);
        tempo.begin(now, now - 75 * MS, false);

        assertThat(tempo.delayNanos(now)).isZero();
    }

    @Test
    void aGroupThatHangsIsDelayThatGrows() {
        group(now, 10);
        tempo.begin(now, now, false);

        assertThat(tempo.delayNanos(now + 40 * MS)).isZero();
        assertThat(tempo.delayNanos(now + 140 * MS)).isEqualTo(100 * MS);
    }

    @Test
    void aWriterAtRestHasNoDelay() {
        group(now, 10);
        tempo.begin(now, now - 500 * MS, true);
        now += 10 * MS;
        tempo.end(now, 1);
        tempo.rest();

        assertThat(tempo.delayNanos(now + 1_000 * MS)).isZero();
    }

    @Test
    void moreThanTwoUsualGroupsThatWaitAreACrowd() {
        assertThat(tempo.isCrowd(64)).isFalse();
        assertThat(tempo.isCrowd(65)).isTrue();

        for (int i = 0; i < 100; i++) {
            group(400);
        }

        assertThat(tempo.isCrowd(2 * 390)).isFalse();
        assertThat(tempo.isCrowd(2 * 400 + 1)).isTrue();
    }

    /** Or one hiccup of the disk would let the next ones make larger and larger groups. */
    @Test
    void oneLargeGroupMakesNoOtherUsual() {
        for (int i = 0; i < 100; i++) {
            group(100);
        }
        group(400);

        assertThat(tempo.isCrowd(300)).isTrue();
    }

    private void group(int size) {
        tempo.begin(now, now, false);
        now += MS;
        tempo.end(now, size);
    }

    private void group(long oldest, int millis) {
        tempo.begin(now, oldest, false);
        now += millis * MS;
        tempo.end(now, 1);
    }
}
