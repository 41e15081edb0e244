package dev.weir.connection.http2;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What was ended, by why. Safe for many threads. */
final class Http2Meters {

    private final Map<Abuse, Counter> ended = new EnumMap<>(Abuse.class);

    Http2Meters(MeterRegistry registry) {
        for (Abuse abuse : Abuse.values()) {
            ended.put(
                    abuse,
                    Counter.builder("weir.http2.abuse")
                            .description("HTTP/2 connections that were ended, or streams that took too long, by why")
                            .tag("kind", abuse.label())
                            .register(registry));
        }
    }

    void onEnded(Abuse abuse) {
        Objects.requireNonNull(ended.get(abuse)).increment();
    }
}
