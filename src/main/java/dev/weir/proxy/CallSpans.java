package dev.weir.proxy;

import dev.weir.dialect.Inquiry;
import dev.weir.trace.Span;
import dev.weir.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** The spans of calls to one upstream, each in the trace of the request that made the call. Safe for many threads. */
final class CallSpans {

    private final Tracing tracing;
    private final String upstream;
    private final String name;

    CallSpans(Tracing tracing, String upstream) {
        this.tracing = tracing;
        this.upstream = upstream;
        this.name = "ask " + upstream;
    }

    /** One try begins; null if it is not sampled. */
    @Nullable
    Span begin(Inquiry.OfVendor inquiry, Question question) {
        Span span = tracing.ofCall(Tracing.Kind.CLIENT, name, question.traceparent());
        if (span != null) {
            span.note("weir.sink", upstream);
            span.note("http.route", inquiry.routePath());
        }
        return span;
    }
}
