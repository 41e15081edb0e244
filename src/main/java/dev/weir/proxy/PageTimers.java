package dev.weir.proxy;

import dev.weir.dialect.Inquiry.Absence;
import dev.weir.meter.Objectives;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long pages waited for one upstream. A route and an outcome get their timer when they first occur: most of a dialect's
 * routes are never asked, and most outcomes never come. Safe for many threads.
 */
final class PageTimers {

    /** Far more than all dialects have. */
    static final int MAX_ROUTES = 512;

    static final String OTHER = "other";

    private static final String ANSWERED = "answered";

    private final MeterRegistry registry;
    private final String upstream;
    private final Map<String, Map<String, Timer>> timers = new ConcurrentHashMap<>();

    PageTimers(MeterRegistry registry, String upstream) {
        this.registry = registry;
        this.upstream = upstream;
    }

    /** @param absence why the page gets no answer of the vendor's, or null if it does */
    void record(String routePath, @Nullable Absence absence, long nanos) {
        String route = timers.containsKey(routePath) || timers.size() < MAX_ROUTES ? routePath : OTHER;
        String outcome = absence == null ? ANSWERED : absence.label();
        Map<String, Timer> ofRoute = timers.computeIfAbsent(route, unused -> new ConcurrentHashMap<>());
        Timer timer = ofRoute.computeIfAbsent(outcome, unused -> timer(route, outcome));
        timer.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    private Timer timer(String route, String outcome) {
        return Timer.builder("weir.upstream")
                .description("How long a page waited for the upstream, by how that ended; not for what was kept")
                .tags("upstream", upstream, "route", route, "outcome", outcome)
                .serviceLevelObjectives(Objectives.ofAnswers())
                .register(registry);
    }
}
