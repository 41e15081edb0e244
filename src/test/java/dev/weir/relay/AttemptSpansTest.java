package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import dev.weir.trace.Span;
import dev.weir.trace.Tracing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AttemptSpansTest {

    private final FakeTracing tracing = new FakeTracing();
    private final AttemptSpans spans = new AttemptSpans(tracing, new FakeSink("vendor", Sink.Order.DEVICE, 1));
    private final List<Result> told = new ArrayList<>();

    @Test
    void anAttemptHasASpanThatEndsWithIt() {
        Delivery delivery = of("a");

        var completion = spans.begin(List.of(delivery), told::add);
        assertThat(delivery.traceparent()).isEqualTo("span-1-of-a");
        assertThat(tracing.ended).isEmpty();
        completion.complete(Result.failed(Outcome.UNKNOWN, 503, "status 503", 0));

        assertThat(tracing.ended).containsExactly("1 503 status 503");
        assertThat(told).hasSize(1);
    }

    @Test
    void whatArrivedIsNoFailure() {
        spans.begin(List.of(of("a")), told::add).complete(Result.DELIVERED);

        assertThat(tracing.ended).containsExactly("1 0 null");
    }

    @Test
    void eventsOfOneRequestHaveOneSpanAndOfSeveralEachTheirOwn() {
        List<Delivery> batch = List.of(of("a"), of("a"), of("b"), of(null));

        spans.begin(batch, told::add).complete(Result.DELIVERED);

        assertThat(batch)
                .extracting(Delivery::traceparent)
                .containsExactly("span-1-of-a", "span-1-of-a", "span-2-of-b", null);
        assertThat(tracing.ended).hasSize(2);
        assertThat(told).hasSize(1);
    }

    @Test
    void anotherAttemptThatIsNotSampledTellsOfTheRequest() {
        Delivery delivery = of("a");
        spans.begin(List.of(delivery), told::add);
        tracing.isSampling = false;

        spans.begin(List.of(delivery), told::add);

        assertThat(delivery.traceparent()).isEqualTo("a");
    }

    @Test
    void whereNothingIsTracedTheAttemptItselfIsTold() {
        RelayCompletion attempt = new RelayCompletion();
        AttemptSpans off = new AttemptSpans(Tracing.OFF, new FakeSink("vendor", Sink.Order.DEVICE, 1));

        assertThat(off.begin(List.of(of("a")), attempt)).isSameAs(attempt);
    }

    private static Delivery of(@Nullable String traceparent) {
        Envelope traced = Events.inTrace(traceparent, Events.view("d1", "p"));
        return new Delivery(new Kept(1, 1, traced), Events.section(), new FakeDialect(), "weir-");
    }

    private static final class RelayCompletion implements Completion {
        @Override
        public void complete(Result result) {
            throw new AssertionError("nothing has ended");
        }
    }

    private static final class FakeTracing implements Tracing {
        private final List<String> ended = new ArrayList<>();
        private boolean isSampling = true;
        private int made;

        @Override
        public @Nullable Span ofRequest(String method, String route, String dialect, @Nullable String parent) {
            throw new AssertionError("no request");
        }

        @Override
        public @Nullable Span ofCall(Kind kind, String name, @Nullable String parent) {
            if (!isSampling || parent == null) {
                return null;
            }
            assertThat(name).isEqualTo("deliver vendor");
            return new FakeSpan(++made, parent);
        }

        private final class FakeSpan implements Span {
            private final int number;
            private final String parent;

            private FakeSpan(int number, String parent) {
                this.number = number;
                this.parent = parent;
            }

            @Override
            public String traceparent() {
                return "span-" + number + "-of-" + parent;
            }

            @Override
            public void note(String name, String value) {}

            @Override
            public void end(int status, @Nullable String failure) {
                ended.add(number + " " + status + " " + failure);
            }
        }
    }
}
