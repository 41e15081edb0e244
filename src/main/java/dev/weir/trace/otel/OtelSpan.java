package dev.weir.trace.otel;

import dev.weir.trace.Span;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/** A span of OpenTelemetry's, with the names of its semantic conventions for HTTP. */
final class OtelSpan implements Span {

    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final io.opentelemetry.api.trace.Span span;
    private final String traceparent;

    OtelSpan(io.opentelemetry.api.trace.Span span) {
        this.span = span;
        this.traceparent = Parents.traceparent(span.getSpanContext());
    }

    @Override
    public String traceparent() {
        return traceparent;
    }

    @Override
    public void note(String name, String value) {
        span.setAttribute(name, value);
    }

    @Override
    public void end(int status, @Nullable String failure) {
        if (status != 0) {
            span.setAttribute(STATUS, (long) status);
        }
        if (failure != null) {
            span.setAttribute(ERROR, failure);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
