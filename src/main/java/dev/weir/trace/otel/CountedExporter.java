package dev.weir.trace.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Counts what another sends, and says once when that fails, and once when it goes again. */
final class CountedExporter implements SpanExporter {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(CountedExporter.class);

    /** The SDK's own words go by another way than ours; held, because loggers are forgotten with their levels. */
    private static final Logger SILENCED = Logger.getLogger("io.opentelemetry");

    private final SpanExporter exporter;
    private final SpanMeters meters;
    private volatile boolean isFailing;

    CountedExporter(SpanExporter exporter, SpanMeters meters) {
        SILENCED.setLevel(Level.OFF);
        this.exporter = exporter;
        this.meters = meters;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode sent = exporter.export(spans);
        sent.whenComplete(() -> onEnd(sent.isSuccess(), count));
        return sent;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private void onEnd(boolean isSent, int spans) {
        if (isSent) {
            meters.onSent(spans);
        } else {
            meters.onFailed(spans);
        }
        if (isFailing == isSent) {
            isFailing = !isSent;
            if (isSent) {
                LOG.info("traces.sent");
            } else {
                LOG.warn("traces.unsent spans={}", spans);
            }
        }
    }
}
