/**
 * Spans by OpenTelemetry's SDK, sent by OTLP over HTTP with the JDK's client. The one package that sees {@code io.opentelemetry}.
 *
 * <p>Anybody may say that a request is sampled, so it is believed within bounds: at most so many requests a second have a span, and as
 * many calls for each of them on average as {@link dev.weir.trace.otel.TracingOptions} says. Spans wait in a queue of bounded length, on
 * a thread of their own; where the collector is away they are dropped, and counted.
 */
@NullMarked
package dev.weir.trace.otel;

import org.jspecify.annotations.NullMarked;
