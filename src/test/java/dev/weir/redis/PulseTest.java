package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.redis.Pulse.Verdict;
import org.junit.jupiter.api.Test;

class PulseTest {

    private static final long TIMEOUT = 100;

    /** Begins shortly before the clock's end, as a monotonic clock may. */
    private long now = Long.MAX_VALUE - 50;

    private final Pulse pulse = new Pulse(TIMEOUT, now);

    @Test
    void whatIsAnsweredInTimeIsFine() {
        pulse.onAsked(now);
        now += 20;
        pulse.onAnswered(now);

        assertThat(look(25)).isEqualTo(Verdict.FINE);
    }

    @Test
    void afterASilenceItIsTimeToAsk() {
        assertThat(look(25)).isEqualTo(Verdict.FINE);
        assertThat(look(25)).isEqualTo(Verdict.SILENT);
    }

    @Test
    void whatIsNotAnsweredInTimeIsLost() {
        pulse.onAsked(now);

        assertThat(look(50)).isEqualTo(Verdict.FINE);
        assertThat(look(50)).isEqualTo(Verdict.FINE);
        assertThat(look(25)).isEqualTo(Verdict.LOST);
    }

    @Test
    void theOldestWithoutAnAnswerCounts() {
        pulse.onAsked(now);
        look(50);
        pulse.onAsked(now);
        look(40);
        pulse.onAnswered(now);

        assertThat(look(40)).isEqualTo(Verdict.FINE);
        assertThat(look(40)).isEqualTo(Verdict.LOST);
    }

    /** The answer may be there, and could not be read. */
    @Test
    void whoSleptHimselfLooksOnceMore() {
        pulse.onAsked(now);

        assertThat(look(5 * TIMEOUT)).isEqualTo(Verdict.FINE);
        assertThat(look(25)).isEqualTo(Verdict.LOST);
    }

    private Verdict look(long later) {
        now += later;
        return pulse.look(now);
    }
}
