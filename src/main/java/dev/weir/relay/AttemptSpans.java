package dev.weir.relay;

import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import dev.weir.trace.Span;
import dev.weir.trace.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one sink's attempts, each in the trace of the event's request. Several events of one request that go together have
 * one; of several requests each has its own. Confined to the relay's thread of the sink.
 */
final class AttemptSpans {

    private final Tracing tracing;
    private final Tracing.Kind kind;
    private final String sink;
    private final String name;

    AttemptSpans(Tracing tracing, Sink sink) {
        this.tracing = tracing;
        this.kind = sink.spanKind();
        this.sink = sink.name();
        this.name = "deliver " + sink.name();
    }

    /** An attempt begins. Returns who is to be told of its end. */
    Completion begin(List<Delivery> batch, Completion attempt) {
        // Fast path: nothing is traced.
        if (tracing == Tracing.OFF) {
            return attempt;
        }
        List<Span> spans = new ArrayList<>(1);
        Span last = null;
        for (int i = 0; i < batch.size(); i++) {
            Delivery delivery = batch.get(i);
            if (i == 0 || !isOfOneRequest(batch.get(i - 1), delivery)) {
                last = span(delivery, batch.size());
                if (last != null) {
                    spans.add(last);
                }
            }
            delivery.onAttempt(last == null ? null : last.traceparent());
        }
        return spans.isEmpty() ? attempt : ending(spans, attempt);
    }

    private @Nullable Span span(Delivery delivery, int events) {
        Span span = tracing.ofCall(kind, name, delivery.envelope().client().traceparent());
        if (span != null) {
            span.note("weir.sink", sink);
            span.note("weir.dialect", delivery.dialect().label());
            span.note("weir.section", delivery.section().name());
            span.note("weir.events", Integer.toString(events));
        }
        return span;
    }

    private static boolean isOfOneRequest(Delivery one, Delivery other) {
        return Objects.equals(
                one.envelope().client().traceparent(), other.envelope().client().traceparent());
    }

    private static Completion ending(List<Span> spans, Completion attempt) {
        return result -> {
            for (Span span : spans) {
                end(span, result);
            }
            attempt.complete(result);
        };
    }

    private static void end(Span span, Result result) {
        span.note("weir.outcome", result.outcome().label());
        span.end(result.status(), result.outcome() == Outcome.DELIVERED ? null : result.reason());
    }
}
