package dev.weir.server;

import dev.weir.ingest.beacon.FrontOptions.Certificate;
import dev.weir.ingest.beacon.PemPair;
import dev.weir.server.ApiKeyFile.FileStamp;
import dev.weir.server.CertificateFiles.Loaded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the TLS port show the certificates that the files hold. It looks once a second, since not every file system tells of
 * changes. Where the files cannot be used, as while one of a pair has been replaced and the other not yet, the last good ones
 * stay, and an error says so once for each reason; it is tried again until they can.
 */
final class CertificateWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final long PERIOD_MILLIS = 1_000;

    private final CertificateFiles files;
    private final Counter loadings;
    private final Counter refusals;
    private final ScheduledExecutorService timer;
    private Consumer<List<PemPair>> server = pairs -> {};
    private List<@Nullable FileStamp> seen;
    private volatile List<Loaded> loaded;
    private volatile @Nullable String trouble;

    private CertificateWatch(CertificateFiles files, ScheduledExecutorService timer, MeterRegistry registry)
            throws IOException {
        this.files = files;
        this.timer = timer;
        // The stamp is older than what is read, so that a change in between is seen the next time.
        this.seen = files.stamp();
        this.loaded = files.load();
        this.loadings = counter(registry, "loaded");
        this.refusals = counter(registry, "refused");
        Gauge.builder("weir.tls.unusable", this, watch -> watch.trouble == null ? 0 : 1)
                .description("Whether the certificate files cannot be used, so that older ones are shown")
                .register(registry);
        for (int i = 0; i < loaded.size(); i++) {
            register(registry, files.certificates().get(i), i);
        }
    }

    /** Reads them. */
    static CertificateWatch open(CertificateFiles files, MeterRegistry registry) throws StartException {
        return open(files, new ScheduledThreadPoolExecutor(1, CertificateWatch::daemon), registry);
    }

    /** On a timer of one's own, which is closed with it. */
    static CertificateWatch open(CertificateFiles files, ScheduledExecutorService timer, MeterRegistry registry)
            throws StartException {
        try {
            return new CertificateWatch(files, timer, registry);
        } catch (IOException unusable) {
            timer.shutdownNow();
            throw new StartException(Main.EXIT_USAGE, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** Those that were read last. */
    List<PemPair> pairs() {
        return loaded.stream().map(Loaded::pair).toList();
    }

    /** Tells the server whenever there are others, until this is closed. */
    void start(Consumer<List<PemPair>> told) {
        server = told;
        var unused = timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Never throws, for that would end the watch. Called by one thread at a time. */
    private void look() {
        try {
            List<@Nullable FileStamp> stamp = files.stamp();
            // What could not be loaded was not seen: it is tried again every time.
            if (!stamp.equals(seen)) {
                loaded = files.load();
                seen = stamp;
                server.accept(pairs());
                loadings.increment();
                LOG.info("tls.loaded certificates={}", loaded.size());
            }
            trouble = null;
        } catch (IOException | RuntimeException failure) {
            onTrouble(String.valueOf(failure.getMessage()));
        }
    }

    private void onTrouble(String reason) {
        if (!reason.equals(trouble)) {
            trouble = reason;
            refusals.increment();
            LOG.error("tls.unusable reason={} (the last good certificates stay)", reason);
        }
    }

    private void register(MeterRegistry registry, Certificate certificate, int index) {
        Gauge.builder(
                        "weir.tls.expires",
                        this,
                        watch -> watch.loaded.get(index).expires().getEpochSecond())
                .description("When the certificate that is shown expires, in seconds since 1970")
                .tag("certificate", certificate.chain().toString())
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("weir.tls.changes")
                .description("Changes of the certificate files, by whether they could be used")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "weir-tls");
        thread.setDaemon(true);
        return thread;
    }
}
