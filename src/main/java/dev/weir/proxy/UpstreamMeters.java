package dev.weir.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** The counts of one upstream. Safe for many threads. */
final class UpstreamMeters {

    private final Counter hits;
    private final Counter misses;
    private final Counter shared;

    UpstreamMeters(MeterRegistry registry, String upstream, Supplier<Number> inFlight, Supplier<Number> waiting) {
        this.hits = cache(registry, upstream, "hit");
        this.misses = cache(registry, upstream, "miss");
        this.shared = Counter.builder("weir.upstream.shared")
                .description("Pages that waited for a call which another page had begun")
                .tag("upstream", upstream)
                .register(registry);
        Gauge.builder("weir.upstream.in_flight", inFlight)
                .description("Calls to the upstream that are under way")
                .tag("upstream", upstream)
                .register(registry);
        Gauge.builder("weir.upstream.waiting", waiting)
                .description("Pages that wait for the upstream")
                .tag("upstream", upstream)
                .register(registry);
    }

    void onHit() {
        hits.increment();
    }

    void onMiss() {
        misses.increment();
    }

    void onShared() {
        shared.increment();
    }

    private static Counter cache(MeterRegistry registry, String upstream, String result) {
        return Counter.builder("weir.upstream.cache")
                .description("Requests whose answer may be kept: whether it was there")
                .tags("upstream", upstream, "result", result)
                .register(registry);
    }
}
