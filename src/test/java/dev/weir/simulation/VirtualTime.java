package dev.weir.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when it is told to, for all processes and the world. Safe for many threads. */
final class VirtualTime {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    long nanos() {
        return nanos.get();
    }

    Instant instant() {
        return BEGINNING.plusNanos(nanos.get());
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
