package dev.weir.admin.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class HistoryTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Counter received =
            Counter.builder("weir.received").tag("dialect", "pagent").register(registry);
    private final Counter accepted = Counter.builder("weir.accepted")
            .tag("dialect", "pagent")
            .tag("section", "shop")
            .register(registry);
    private final History history = new History();
    private long nanos;

    @Test
    void aStepTellsWhatHappenedInItBySecond() {
        step();
        received.increment(500);
        accepted.increment(200);
        step();
        step();

        assertThat(history.steps()).extracting(History.Step::received).containsExactly(50.0, 0.0);
        assertThat(history.steps()).extracting(History.Step::accepted).containsExactly(20.0, 0.0);
    }

    @Test
    void anHourIsKeptAndNoMore() {
        for (int i = 0; i < History.MAX_STEPS + 50; i++) {
            received.increment(i * 10.0);
            step();
        }

        assertThat(history.steps()).hasSize(History.MAX_STEPS);
        assertThat(history.steps().get(History.MAX_STEPS - 1).received()).isEqualTo(History.MAX_STEPS + 49.0);
    }

    @Test
    void aMinuteAgoIsWhatWasSixStepsBefore() {
        for (int i = 0; i < 20; i++) {
            step();
        }

        assertThat(history.minuteAgo().atNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(13 * 10));
        assertThat(history.lately().atNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(18 * 10));
    }

    private void step() {
        history.add(new Reading(registry, nanos), TimeUnit.NANOSECONDS.toMillis(nanos));
        nanos += TimeUnit.SECONDS.toNanos(History.STEP_SECONDS);
    }
}
