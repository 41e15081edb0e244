package dev.weir.meter;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets something be said in the log at most once a minute, since strangers may bring it about as often as they like. Safe for many threads. */
public final class Seldom {

    static final Duration LEAST = Duration.ofMinutes(1);

    private static final long NEVER = Long.MIN_VALUE;

    private final Clock clock;
    private final AtomicLong lastNanos = new AtomicLong(NEVER);

    /** @param clock the meters' own */
    public Seldom(Clock clock) {
        this.clock = clock;
    }

    /** True if it may be said now; then it has been. */
    public boolean tryTell() {
        long now = clock.monotonicTime();
        long last = lastNanos.get();
        return (last == NEVER || now - last >= LEAST.toNanos()) && lastNanos.compareAndSet(last, now);
    }
}
