package dev.weir.proxy;

import dev.weir.dialect.Inquiry.Absence;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one upstream. A route and an outcome get their timer when they first occur: most of a dialect's routes are
 * never asked, and most outcomes never come. Safe for many threads.
 */
final class UpstreamMeters {

    /** Far more than all dialects have. */
    private static final int MAX_ROUTES = 512;

    private static final String OTHER = "other";
    private static final String ANSWERED = "answered";
    private static final Duration[] OBJECTIVES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1)
    };

    private final MeterRegistry registry;
    private final String upstream;
    private final Map<String, AtomicReferenceArray<Timer>> timers = new ConcurrentHashMap<>();
    private final Counter hits;
    private final Counter misses;
    private final Counter shared;

    UpstreamMeters(MeterRegistry registry, String upstream) {
        this.registry = registry;
        this.upstream = upstream;
        this.hits = cache("hit");
        this.misses = cache("miss");
        this.shared = Counter.builder("weir.upstream.shared")
                .description("Pages that waited for a call which another page had begun")
                .tag("upstream", upstream)
                .register(registry);
    }

    void showCounts(Supplier<Number> inFlight, Supplier<Number> waiting) {
        Gauge.builder("weir.upstream.in_flight", inFlight)
                .description("Calls to the upstream that are under way")
                .tag("upstream", upstream)
                .register(registry);
        Gauge.builder("weir.upstream.waiting", waiting)
                .description("Pages that wait for the upstream")
                .tag("upstream", upstream)
                .register(registry);
    }

    /** @param absence why the page gets no answer of the vendor's, or null if it does */
    void onEnd(String route, @Nullable Absence absence, long nanos) {
        AtomicReferenceArray<Timer> ofRoute = timers.get(route);
        if (ofRoute == null) {
            ofRoute = ofRoute(route);
        }
        int outcome = absence == null ? 0 : absence.ordinal() + 1;
        Timer timer = ofRoute.get(outcome);
        if (timer == null) {
            timer = timer(timers.containsKey(route) ? route : OTHER, absence == null ? ANSWERED : absence.label());
            ofRoute.set(outcome, timer);
        }
        timer.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
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

    private AtomicReferenceArray<Timer> ofRoute(String route) {
        String bounded = timers.size() < MAX_ROUTES ? route : OTHER;
        return timers.computeIfAbsent(bounded, unused -> new AtomicReferenceArray<>(Absence.values().length + 1));
    }

    /** The registry has one timer of each name and tags, whoever asks for it first. */
    private Timer timer(String route, String outcome) {
        return Timer.builder("weir.upstream")
                .description("How long a page waited for the upstream, by how that ended; not for what was kept")
                .tags("upstream", upstream, "route", route, "outcome", outcome)
                .serviceLevelObjectives(OBJECTIVES)
                .register(registry);
    }

    private Counter cache(String result) {
        return Counter.builder("weir.upstream.cache")
                .description("Requests whose answer may be kept: whether it was there")
                .tags("upstream", upstream, "result", result)
                .register(registry);
    }
}
