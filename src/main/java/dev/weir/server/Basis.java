package dev.weir.server;

import dev.weir.event.Section;
import dev.weir.live.LiveBounds;
import dev.weir.live.LiveLog;
import dev.weir.meter.Collector;
import dev.weir.meter.SectionTags;
import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import dev.weir.trace.Tracing;
import dev.weir.trace.otel.OtelTracing;
import dev.weir.trace.otel.TracingOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * What all parts of a server go by: its config, clocks, randomness and meters, and what is to be closed at its end.
 *
 * @param scraped what {@code /metrics} shows
 * @param registry where parts put their meters: what is scraped, and what is pushed as well
 * @param books lets the books show one moment before they are pushed; to be set once there are books
 * @param steadyClock the wall clock as it was at the start, and what has passed since: nobody sets it
 * @param isRehearsal whether nobody is to hear of it: it makes the first requests of the real one fast, or only erases
 */
record Basis(
        WeirConfig config,
        Closing closing,
        PrometheusMeterRegistry scraped,
        MeterRegistry registry,
        AtomicReference<Runnable> books,
        Tracing tracing,
        SectionTags tags,
        LiveLog live,
        SecureRandom random,
        InstantSource clock,
        InstantSource steadyClock,
        LongSupplier nanoTime,
        boolean isRehearsal) {

    static Basis of(WeirConfig config, InstantSource wallClock) {
        return of(config, wallClock, false);
    }

    /** One that does not speak of itself. */
    static Basis ofRehearsal(WeirConfig config) {
        return of(config, SystemTime.wallClock(), true);
    }

    private static Basis of(WeirConfig config, InstantSource wallClock, boolean isRehearsal) {
        Closing closing = new Closing();
        LongSupplier nanoTime = SystemTime::nanos;
        AtomicReference<Runnable> books = new AtomicReference<>(() -> {});
        PrometheusMeterRegistry scraped = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Collector otlp = config.telemetry().otlp();
        MeterRegistry registry = otlp == null || isRehearsal ? scraped : OtlpPush.beside(scraped, otlp, books, closing);
        // What makes spans is loaded where the config asks for it alone.
        TracingOptions traced = config.telemetry().tracing();
        Tracing tracing =
                traced == null || isRehearsal ? Tracing.OFF : closing.add(OtelTracing.open(traced, nanoTime, registry));
        SectionTags tags = SectionTags.of(
                config.sections().all().stream().map(Section::name).toList());
        LiveLog live = new LiveLog(
                LiveBounds.DEFAULT,
                config.sinks().stream().map(SinkConfig::name).toList(),
                wallClock,
                nanoTime,
                registry);
        return new Basis(
                config,
                closing,
                scraped,
                registry,
                books,
                tracing,
                tags,
                live,
                SystemRandom.secure(),
                wallClock,
                SystemTime.steadyClock(),
                nanoTime,
                isRehearsal);
    }
}
