/**
 * What a trace shows of Weir (W3C Trace Context): a span of a request that came in, and one of each call that passes its events on,
 * also hours later and after a restart, because the journal keeps the trace beside the event. This package is the port; {@code otel}
 * makes spans of it with OpenTelemetry, and is loaded where the config asks for it alone.
 *
 * <p>A span has names and numbers of ours, and nothing that a visitor sent: method, route, dialect, section, sink, status, outcome.
 */
@NullMarked
package dev.weir.trace;

import org.jspecify.annotations.NullMarked;
