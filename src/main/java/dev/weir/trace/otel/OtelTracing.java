package dev.weir.trace.otel;

import dev.weir.trace.Span;
import dev.weir.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes spans with OpenTelemetry's SDK, and sends them to a collector. */
public final class OtelTracing implements Tracing, AutoCloseable {

    private static final Attributes OURSELVES = Attributes.of(AttributeKey.stringKey("service.name"), "weir");

    private static final int CALLS_PER_REQUEST = 4;
    private static final int MAX_WAITING = 8_192;
    private static final Duration MAX_SENDING = Duration.ofSeconds(10);
    private static final long MAX_FAREWELL_MILLIS = 2_000;

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Ration requests;
    private final Ration calls;
    private final SpanMeters meters;

    private OtelTracing(SdkTracerProvider provider, TracingOptions options, LongSupplier nanoTime, SpanMeters meters) {
        this.provider = provider;
        this.tracer = provider.get("dev.weir");
        this.requests = new Ration(options.maxRequests(), nanoTime);
        this.calls = new Ration(CALLS_PER_REQUEST * options.maxRequests(), nanoTime);
        this.meters = meters;
    }

    /** Begins to send. That the collector does not answer is logged and counted, and costs the requests nothing. */
    public static OtelTracing open(TracingOptions options, LongSupplier nanoTime, MeterRegistry registry) {
        SpanMeters meters = new SpanMeters(registry);
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(options.otlp().url().toString())
                .setTimeout(MAX_SENDING)
                .setCompression("gzip");
        options.otlp().headers().forEach(exporter::addHeader);
        BatchSpanProcessor sender = BatchSpanProcessor.builder(new CountedExporter(exporter.build(), meters))
                .setScheduleDelay(options.otlp().every())
                .setMaxQueueSize(MAX_WAITING)
                .setExporterTimeout(MAX_SENDING)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(OURSELVES))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(options.sample())))
                .addSpanProcessor(sender)
                .build();
        return new OtelTracing(provider, options, nanoTime, meters);
    }

    @Override
    public @Nullable Span ofRequest(String method, String route, String dialect, @Nullable String parent) {
        Span span = start(SpanKind.SERVER, method + " " + route, parent, requests);
        if (span != null) {
            span.note("http.request.method", method);
            span.note("http.route", route);
            span.note("weir.dialect", dialect);
        }
        return span;
    }

    @Override
    public @Nullable Span ofCall(Kind kind, String name, @Nullable String parent) {
        return parent == null ? null : start(kind(kind), name, parent, calls);
    }

    /** What has ended is sent, if the collector takes it soon. */
    @Override
    public void close() {
        provider.shutdown().join(MAX_FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private @Nullable Span start(SpanKind kind, String name, @Nullable String parent, Ration ration) {
        if (parent != null && !Parents.isSampled(parent)) {
            return null;
        }
        Context context = Parents.context(parent);
        io.opentelemetry.api.trace.Span span =
                tracer.spanBuilder(name).setParent(context).setSpanKind(kind).startSpan();
        // What is not ended is not sent, so the ration need not be asked for what the sampler leaves out.
        if (!span.getSpanContext().isSampled() || !ration.tryTake()) {
            return null;
        }
        meters.onMade();
        return new OtelSpan(span);
    }

    private static SpanKind kind(Kind kind) {
        return switch (kind) {
            case CLIENT -> SpanKind.CLIENT;
            case PRODUCER -> SpanKind.PRODUCER;
            case INTERNAL -> SpanKind.INTERNAL;
        };
    }
}
