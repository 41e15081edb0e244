package dev.weir.trace.otel;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A traceparent, and the context that it stands for (W3C Trace Context, 3.2.2). */
final class Parents {

    private Parents() {}

    /** @param traceparent of version 00 and the right form, or null */
    static Context context(@Nullable String traceparent) {
        if (traceparent == null) {
            return Context.root();
        }
        SpanContext parent = SpanContext.createFromRemoteParent(
                traceparent.substring(3, 35),
                traceparent.substring(36, 52),
                TraceFlags.fromHex(traceparent, 53),
                TraceState.getDefault());
        return Context.root().with(io.opentelemetry.api.trace.Span.wrap(parent));
    }

    static boolean isSampled(String traceparent) {
        return TraceFlags.fromHex(traceparent, 53).isSampled();
    }

    static String traceparent(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }
}
