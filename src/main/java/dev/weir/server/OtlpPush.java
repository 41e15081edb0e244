package dev.weir.server;

import dev.weir.meter.Collector;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends all meters by OTLP over HTTP, on a thread of its own, and once more when it is closed. Loaded where the config asks for it
 * alone. That a collector does not answer is logged by Micrometer, and costs the requests nothing.
 */
final class OtlpPush extends OtlpMeterRegistry {

    private final AtomicReference<Runnable> books;

    private OtlpPush(OtlpConfig config, AtomicReference<Runnable> books) {
        super(config, Clock.SYSTEM);
        this.books = books;
    }

    /**
     * Meters that show in both registries.
     *
     * @param books lets the meters of the books show one moment: called each time before they are sent
     * @param closing ends it
     */
    static MeterRegistry beside(MeterRegistry first, Collector otlp, AtomicReference<Runnable> books, Closing closing) {
        OtlpPush push = new OtlpPush(new Settings(otlp), books);
        closing.add(push::close);
        CompositeMeterRegistry both = new CompositeMeterRegistry();
        return both.add(first).add(push);
    }

    @Override
    protected void publish() {
        Runnable first = books.get();
        if (first != null) {
            first.run();
        }
        super.publish();
    }

    private record Settings(Collector otlp) implements OtlpConfig {

        /** Nothing else decides: no system property, no variable of the environment. */
        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public String url() {
            return otlp.url().toString();
        }

        @Override
        public Duration step() {
            return otlp.every();
        }

        @Override
        public Map<String, String> headers() {
            return otlp.headers();
        }

        @Override
        public Map<String, String> resourceAttributes() {
            return Map.of("service.name", "weir");
        }
    }
}
