package dev.weir.ingest.overload;

import dev.weir.event.Priority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What was refused for want of time, by priority: the books have the same requests under their dialect and reason. Safe for many
 * threads.
 */
final class ShedMeters {

    /** So long after the last refusal it is over. */
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final Map<Priority, Counter> counters = new EnumMap<>(Priority.class);
    private final long startNanos;
    /** Since the start; 0 for never. */
    private volatile long lastLow;

    private volatile long lastNormal;

    ShedMeters(LongSupplier nanoTime, MeterRegistry registry) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        for (Priority priority : new Priority[] {Priority.LOW, Priority.NORMAL}) {
            counters.put(
                    priority,
                    Counter.builder("weir.overload.shed")
                            .description("Requests that were refused because others were worth more")
                            .tag("priority", priority.label())
                            .register(registry));
        }
    }

    void onShed(Priority priority) {
        long since = Math.max(1, nanoTime.getAsLong() - startNanos);
        if (priority == Priority.LOW) {
            lastLow = since;
        } else {
            lastNormal = since;
        }
        Counter counter = counters.get(priority);
        if (counter != null) {
            counter.increment();
        }
    }

    /** 0: nothing was refused within the last second; 1: of low priority alone; 2: of normal priority, too. */
    int level() {
        long since = nanoTime.getAsLong() - startNanos;
        if (isFresh(lastNormal, since)) {
            return 2;
        }
        return isFresh(lastLow, since) ? 1 : 0;
    }

    private static boolean isFresh(long last, long since) {
        return last > 0 && since - last < FRESH_NANOS;
    }
}
