package dev.weir.admin.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BucketsTest {

    private final Timer timer = Timer.builder("t")
            .serviceLevelObjectives(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(100))
            .register(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    @Test
    void aQuantileIsFoundWithinItsBucket() {
        record(Duration.ofMillis(5), 50);
        record(Duration.ofMillis(50), 50);

        assertThat(now().total()).isEqualTo(100);
        assertThat(now().quantile(0.25)).isCloseTo(5.5, within(0.01));
        assertThat(now().quantile(0.99)).isCloseTo(98.2, within(0.01));
    }

    @Test
    void ofWhatIsLongerThanTheLastBoundOnlyThatIsKnown() {
        record(Duration.ofSeconds(5), 10);

        assertThat(now().quantile(0.5)).isEqualTo(100);
    }

    @Test
    void nothingHasNoQuantile() {
        assertThat(now().quantile(0.5)).isNull();
        assertThat(Buckets.NONE.quantile(0.5)).isNull();
    }

    @Test
    void theDifferenceOfTwoReadingsTellsOfTheTimeBetween() {
        record(Duration.ofMillis(50), 1_000);
        Buckets before = now();
        record(Duration.ofNanos(500_000), 10);

        Buckets since = now().since(before);

        assertThat(since.total()).isEqualTo(10);
        assertThat(since.quantile(0.99)).isLessThanOrEqualTo(1);
    }

    private Buckets now() {
        return Buckets.of(timer.takeSnapshot());
    }

    private void record(Duration duration, int times) {
        for (int i = 0; i < times; i++) {
            timer.record(duration);
        }
    }
}
