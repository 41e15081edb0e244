package dev.weir.server.config;

import dev.weir.meter.Collector;
import dev.weir.trace.otel.TracingOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the process is watched.
 *
 * @param stallLimit an event loop that has not turned for so long makes the process not live
 * @param warmUp how long it may be made ready for its first requests; zero for not at all
 * @param otlp where metrics are sent to, or null for nowhere
 * @param tracing which requests are traced, or null for none
 */
public record Telemetry(
        Duration stallLimit,
        Duration warmUp,
        @Nullable Collector otlp,
        @Nullable TracingOptions tracing) {}
