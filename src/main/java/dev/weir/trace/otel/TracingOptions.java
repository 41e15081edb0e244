package dev.weir.trace.otel;

import dev.weir.meter.Collector;

/**
 * Which requests are traced, and who is sent the spans.
 *
 * @param otlp takes them; spans wait for others as long as it says at most
 * @param sample the share of requests without a trace that begin one, 0 to 1; one that is of a trace goes by its flag
 * @param maxRequests the most requests a second that have a span, whatever their flags say; calls may be four times as many
 */
public record TracingOptions(Collector otlp, double sample, int maxRequests) {}
