package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicLong first = new AtomicLong();
    private final AtomicLong second = new AtomicLong();

    @Test
    void allBooksArePublishedBeforeAScrapeReadsThem() {
        Gauge.builder("weir.first", first, AtomicLong::get).register(registry);
        Gauge.builder("weir.second", second, AtomicLong::get).register(registry);
        Metrics metrics = new Metrics(registry, List.of(first::incrementAndGet, second::incrementAndGet));

        assertThat(metrics.scrape()).contains("weir_first 1.0").contains("weir_second 1.0");
        assertThat(metrics.scrape()).contains("weir_first 2.0").contains("weir_second 2.0");
    }
}
