package dev.weir.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SeldomTest {

    private final MockClock clock = new MockClock();
    private final Seldom seldom = new Seldom(clock);

    @Test
    void itIsToldOnceAMinute() {
        assertThat(seldom.tryTell()).isTrue();
        clock.add(Seldom.LEAST.minusNanos(1));
        assertThat(seldom.tryTell()).isFalse();
        clock.add(Duration.ofNanos(1));
        assertThat(seldom.tryTell()).isTrue();
        assertThat(seldom.tryTell()).isFalse();
    }
}
