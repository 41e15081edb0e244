package dev.weir.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counters of one name, by what came of what they count. */
record Outcomes(String name, String description, MeterRegistry meters) {

    Counter of(String outcome) {
        return Counter.builder(name)
                .description(description)
                .tag("outcome", outcome)
                .register(meters);
    }
}
