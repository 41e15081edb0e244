package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spans of a request, as a collector gets them: ours in between the caller's and the vendor's. */
final class TracesIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String VIEW =
            "{\"shop_id\":\"patient-shop\",\"did\":\"7rjVGhMykT\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}";

    @TempDir
    private Path data;

    private TraceCollector collector;
    private VendorServer vendor;

    @BeforeEach
    void start() throws Exception {
        collector = TraceCollector.start();
        vendor = VendorServer.start();
    }

    @AfterEach
    void stop() {
        vendor.close();
        collector.close();
    }

    @Test
    void anEventIsFollowedFromTheCallerToTheVendor() throws Exception {
        try (LocalWeir weir = weir(0)) {
            weir.post("/push", VIEW, "traceparent", "00-" + TRACE + "-" + CALLER + "-01");

            Span request = collector.span("POST /push");
            assertThat(request.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
            assertThat(TraceCollector.trace(request)).isEqualTo(TRACE);
            assertThat(TraceCollector.parent(request)).isEqualTo(CALLER);
            Span toVendor = collector.span("deliver vendor");
            assertThat(toVendor.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
            assertThat(TraceCollector.trace(toVendor)).isEqualTo(TRACE);
            assertThat(TraceCollector.parent(toVendor)).isEqualTo(TraceCollector.id(request));
            assertThat(vendor.taken().get(0).header("traceparent")).isEqualTo(place(toVendor) + "01");
            Span toDisk = collector.span("deliver files");
            assertThat(toDisk.getKind()).isEqualTo(SpanKind.SPAN_KIND_INTERNAL);
            assertThat(TraceCollector.parent(toDisk)).isEqualTo(TraceCollector.id(request));
            assertThat(EventLines.text(weir.lines().get(0), "traceparent")).isEqualTo(place(request) + "01");
        }
    }

    /** Nothing else: a span leaves the house. */
    @Test
    void aSpanSaysNothingThatAVisitorSent() throws Exception {
        try (LocalWeir weir = weir(1)) {
            weir.post("/push?secret=s", VIEW, "User-Agent", "a-visitor");

            assertThat(TraceCollector.attributes(collector.span("POST /push")))
                    .isEqualTo(Map.of(
                            "http.request.method", "POST",
                            "http.route", "/push",
                            "http.response.status_code", "200",
                            "weir.dialect", "personaclick",
                            "weir.section", "patient"));
            assertThat(TraceCollector.attributes(collector.span("deliver vendor")))
                    .isEqualTo(Map.of(
                            "weir.sink", "vendor",
                            "weir.dialect", "personaclick",
                            "weir.section", "patient",
                            "weir.events", "1",
                            "weir.outcome", "delivered"));
        }
    }

    @Test
    void everyAttemptHasASpanAlsoAfterARestart() throws Exception {
        AtomicBoolean isAsked = new AtomicBoolean();
        vendor.behave(call -> {
            isAsked.set(true);
            call.json(503, "{}");
        });
        try (LocalWeir weir = weir(1)) {
            weir.post("/push", VIEW);
            Await.until("the vendor was asked in vain", isAsked::get);
            Span attempt = collector.span("deliver vendor");
            assertThat(attempt.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(TraceCollector.attributes(attempt))
                    .containsEntry("http.response.status_code", "503")
                    .containsEntry("error.type", "status 503")
                    .doesNotContainEntry("weir.outcome", "delivered");
        }
        vendor.behave(VendorServer.OK);
        try (LocalWeir weir = weir(0)) {
            Await.until("nothing is owed", () -> weir.isSettled("vendor"));

            Span request = collector.span("POST /push");
            Await.until(
                    "the last attempt is told",
                    () -> collector.named("deliver vendor").stream()
                            .anyMatch(span -> TraceCollector.attributes(span).containsValue("delivered")));
            assertThat(collector.named("deliver vendor")).allSatisfy(span -> {
                assertThat(TraceCollector.trace(span)).isEqualTo(TraceCollector.trace(request));
                assertThat(TraceCollector.parent(span)).isEqualTo(TraceCollector.id(request));
            });
        }
    }

    @Test
    void aCallThatAPageWaitsForHasASpan() throws Exception {
        vendor.behave(call -> call.json(200, "{\"status\":\"success\",\"html\":\"\",\"recommends\":[]}"));
        try (LocalWeir weir = weir(1)) {
            weir.get("/recommend/x?shop_id=patient-shop&did=7rjVGhMykT");

            Span call = collector.span("ask vendor");
            Span request = collector.span("GET /recommend/*");
            assertThat(TraceCollector.parent(call)).isEqualTo(TraceCollector.id(request));
            assertThat(TraceCollector.attributes(call)).containsEntry("http.response.status_code", "200");
            assertThat(vendor.asked().get(0).header("traceparent")).startsWith(place(call));
        }
    }

    /** Refused by the intake, and before it. */
    @Test
    void aRefusalHasItsStatus() throws Exception {
        try (LocalWeir weir = weir(1)) {
            weir.post("/push", "{\"shop_id\":\"nobody\",\"event\":\"view\"}");

            assertThat(TraceCollector.attributes(collector.span("POST /push")))
                    .containsEntry("http.response.status_code", "404");
            assertThat(collector.named("POST /push").get(0).getStatus().getCode())
                    .as("the caller's mistake is none of the server's")
                    .isEqualTo(StatusCode.STATUS_CODE_UNSET);
        }
    }

    @Test
    void theCallersFlagDecidesAndWhatIsNotSampledPassesOnAsItCame() throws Exception {
        String unsampled = "00-" + TRACE + "-" + CALLER + "-00";
        try (LocalWeir weir = weir(1)) {
            weir.post("/push", VIEW, "traceparent", unsampled);
            Await.until("nothing is owed", () -> weir.isSettled("vendor") && weir.isSettled("files"));

            assertThat(vendor.taken().get(0).header("traceparent")).isEqualTo(unsampled);
            // One that is sampled shows that the collector would have had the other by now.
            weir.post("/push", VIEW);
            collector.span("deliver vendor");
            assertThat(collector.spans())
                    .noneMatch(span -> TraceCollector.trace(span).equals(TRACE));
        }
    }

    @Test
    void whatIsMadeAndWhatIsSentIsCounted() throws Exception {
        try (LocalWeir weir = weir(1)) {
            weir.post("/push", VIEW);
            collector.span("deliver vendor");
            collector.span("deliver files");
            collector.span("POST /push");

            assertThat(weir.scrape().sum("weir_spans_made_total")).isEqualTo(3);
            Await.until("all are counted as sent", () -> weir.scrape().sum("weir_spans_exported_total") == 3);
        }
    }

    private LocalWeir weir(int sample) throws Exception {
        String tracing = "tracing: {sample: " + sample + ", otlp: {url: '" + collector.url() + "', every: 100ms}}\n";
        return LocalWeir.start(data, tracing + WaitingConfig.of(vendor));
    }

    /** Its traceparent, but for the flags: who begins a trace may set others beside the first. */
    private static String place(Span span) {
        return "00-" + TraceCollector.trace(span) + "-" + TraceCollector.id(span) + "-";
    }
}
