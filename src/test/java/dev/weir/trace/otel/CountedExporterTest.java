package dev.weir.trace.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class CountedExporterTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeExporter fake = new FakeExporter();
    private final CountedExporter exporter = new CountedExporter(fake, new SpanMeters(registry));

    @Test
    void whatTheCollectorTakesAndWhatItDoesNotAreCountedApart() {
        export(3);
        fake.next.succeed();
        export(4);
        fake.next.fail();
        export(5);
        fake.next.succeed();

        assertThat(count("sent")).isEqualTo(8);
        assertThat(count("failed")).isEqualTo(4);
    }

    @Test
    void whatIsUnderWayIsInNeither() {
        export(3);

        assertThat(count("sent")).isZero();
        assertThat(count("failed")).isZero();
    }

    private void export(int spans) {
        exporter.export(Collections.nCopies(spans, (SpanData) null));
    }

    private double count(String outcome) {
        return registry.get("weir.spans.exported")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static final class FakeExporter implements SpanExporter {
        private CompletableResultCode next;

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            next = new CompletableResultCode();
            return next;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
