package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Inquiry.Absence;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class PageTimersTest {

    @Test
    void whatIsScrapedIsNamedInSeconds() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        new PageTimers(registry, "vendor").record("/search", Absence.TIMEOUT, 250_000_000);

        assertThat(registry.scrape())
                .contains("weir_upstream_seconds_count{outcome=\"timeout\",route=\"/search\",upstream=\"vendor\"} 1");
    }

    @Test
    void routesBeyondTheBoundAreCountedTogether() {
        MeterRegistry registry = new SimpleMeterRegistry();
        PageTimers timers = new PageTimers(registry, "vendor");

        for (int i = 0; i < PageTimers.MAX_ROUTES + 10; i++) {
            timers.record("/route/" + i, null, 1);
        }

        assertThat(registry.get("weir.upstream")
                        .tag("route", PageTimers.OTHER)
                        .timer()
                        .count())
                .isEqualTo(10);
    }
}
