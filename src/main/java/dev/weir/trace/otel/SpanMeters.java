package dev.weir.trace.otel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How many spans were made, and what became of those that ended: what is in neither is under way, waits, or was dropped. */
final class SpanMeters {

    private final Counter made;
    private final Counter sent;
    private final Counter failed;

    SpanMeters(MeterRegistry registry) {
        this.made =
                Counter.builder("weir.spans.made").description("Spans begun").register(registry);
        this.sent = ended(registry, "sent");
        this.failed = ended(registry, "failed");
    }

    void onMade() {
        made.increment();
    }

    void onSent(int spans) {
        sent.increment(spans);
    }

    void onFailed(int spans) {
        failed.increment(spans);
    }

    private static Counter ended(MeterRegistry registry, String outcome) {
        return Counter.builder("weir.spans.exported")
                .description("Spans that the collector took, or would not take")
                .tag("outcome", outcome)
                .register(registry);
    }
}
