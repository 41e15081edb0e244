package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StateMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** A gauge whose question has been collected says NaN. */
    @Test
    void gaugesOutliveACollection() {
        AtomicLong lag = new AtomicLong(3);
        StateMetrics metrics = new StateMetrics(registry);
        metrics.lag(() -> lag.get());
        metrics.snapshotAge(() -> lag.get());

        System.gc();

        assertThat(registry.get("weir.state.lag").gauge().value()).isEqualTo(3);
        assertThat(registry.get("weir.state.snapshot.age").timeGauge().value()).isFinite();
    }
}
