package dev.weir.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;

/** The meters of the live log. Safe for many threads. */
final class LiveMeters {

    private final Counter recorded;
    private final Counter leftOut;
    private final Counter missed;
    private final Counter forgotten;

    LiveMeters(MeterRegistry registry, Collection<Watcher> watchers) {
        Gauge.builder("weir.live.watchers", watchers, Collection::size)
                .description("Who looks at the live log")
                .register(registry);
        recorded = counter(registry, "weir.live.recorded", "Requests that the live log took");
        leftOut = counter(registry, "weir.live.left_out", "Requests beyond what the live log shows within a second");
        missed = counter(registry, "weir.live.missed", "Messages that a watcher was too slow for");
        forgotten = counter(registry, "weir.live.forgotten", "Fates of events that no request in the live log had");
    }

    void onRecorded() {
        recorded.increment();
    }

    void onLeftOut() {
        leftOut.increment();
    }

    void onMissed(int messages) {
        missed.increment(messages);
    }

    void onForgotten() {
        forgotten.increment();
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
