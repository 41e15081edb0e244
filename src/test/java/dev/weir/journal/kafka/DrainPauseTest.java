package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrainPauseTest {

    private final DrainPause pause = new DrainPause(seconds(0));

    @Test
    void whoTriesInVainTriesLessAndLessOften() {
        drain(7, 7, 10);
        assertThat(pause.isOver(seconds(10))).isFalse();
        assertThat(pause.isOver(seconds(11))).isTrue();
        drain(7, 7, 20);
        assertThat(pause.isOver(seconds(21))).isFalse();
        assertThat(pause.isOver(seconds(22))).isTrue();
    }

    @Test
    void whoGotOnMayTryAtOnceAgain() {
        drain(7, 7, 10);
        drain(7, 7, 20);
        drain(7, 8, 30);
        assertThat(pause.isOver(seconds(30))).isTrue();
        drain(8, 8, 40);
        assertThat(pause.isOver(seconds(41))).isTrue();
    }

    @Test
    void noPauseIsLongerThanHalfAMinuteOrSo() {
        for (int i = 0; i < 100; i++) {
            drain(7, 7, 100);
        }
        assertThat(pause.isOver(seconds(132))).isTrue();
    }

    private void drain(long from, long to, long endSeconds) {
        pause.onBegin(from);
        pause.onStop(to, seconds(endSeconds));
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
