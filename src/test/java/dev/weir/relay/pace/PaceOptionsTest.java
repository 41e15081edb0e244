package dev.weir.relay.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is out of range is named; the ends of a range are in it. */
final class PaceOptionsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theEndsOfEachRangeAreInIt() {
        assertThat(new PaceOptions(0, 1).isUnlimited()).isTrue();
        assertThat(new PaceOptions(1_000_000_000, 1).isUnlimited()).isFalse();
        assertThat(new BreakerOptions(1, SECOND, SECOND).failures()).isEqualTo(1);
    }

    @Test
    void refillAndCapacityOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new PaceOptions(-1, 1)).hasMessage("pace.refill: -1 (expected: 0 to 1000000000)");
        assertThatThrownBy(() -> new PaceOptions(1_000_000_001, 1))
                .hasMessage("pace.refill: 1000000001 (expected: 0 to 1000000000)");
        assertThatThrownBy(() -> new PaceOptions(1, 0)).hasMessage("pace.capacity: 0 (expected: > 0)");
    }

    @Test
    void breakersOptionsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new BreakerOptions(0, SECOND, SECOND))
                .hasMessage("breaker.failures: 0 (expected: > 0)");
        assertThatThrownBy(() -> new BreakerOptions(1, Duration.ZERO, SECOND))
                .hasMessage("breaker.min-pause: PT0S (expected: > 0)");
        assertThatThrownBy(() -> new BreakerOptions(1, SECOND.negated(), SECOND))
                .hasMessage("breaker.min-pause: PT-1S (expected: > 0)");
        assertThatThrownBy(() -> new BreakerOptions(1, SECOND, SECOND.minusNanos(1)))
                .hasMessage("breaker.max-pause: PT0.999999999S (expected: >= min-pause)");
    }
}
