package dev.weir.admin;

import dev.weir.admin.Standing.Doubt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts who was refused on the private port, and says so in the log once for each reason: again only after {@link #QUIET} without one.
 * What was shown (a token, a host, an origin) stands nowhere. Safe for many threads.
 */
final class RefusedCallers {

    static final Duration QUIET = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(RefusedCallers.class);

    private final InstantSource clock;
    private final Map<Doubt, Counter> counters = new EnumMap<>(Doubt.class);
    private final Map<Doubt, Long> lastMillis = new EnumMap<>(Doubt.class);

    RefusedCallers(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        for (Doubt doubt : Doubt.values()) {
            counters.put(
                    doubt,
                    Counter.builder("weir.admin.refused")
                            .description(
                                    "Requests to the private port that were refused for want of a right, by reason")
                            .tag("reason", doubt.label())
                            .register(registry));
        }
    }

    /** @param address where it came from, as the socket has it */
    void onRefused(Doubt doubt, String address) {
        Counter counter = counters.get(doubt);
        if (counter != null) {
            counter.increment();
        }
        if (isNews(doubt, clock.millis())) {
            LOG.warn(
                    "admin.refused reason={} address={} (said once, until there was none for {} min)",
                    doubt.label(),
                    address,
                    QUIET.toMinutes());
        }
    }

    private synchronized boolean isNews(Doubt doubt, long nowMillis) {
        Long last = lastMillis.put(doubt, nowMillis);
        return last == null || nowMillis - last >= QUIET.toMillis();
    }
}
