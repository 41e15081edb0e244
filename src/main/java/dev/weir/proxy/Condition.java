package dev.weir.proxy;

import dev.weir.dialect.Inquiry.Absence;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log when an upstream begins to fail, and when it has been well for a while again. Safe for many threads. */
final class Condition {

    private static final Logger LOG = LoggerFactory.getLogger(Condition.class);
    private static final long WELL_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String upstream;
    private volatile boolean isFailing;
    private long lastFailureNanos;

    Condition(String upstream) {
        this.upstream = upstream;
    }

    synchronized void onFailure(Absence absence, long nowNanos) {
        lastFailureNanos = nowNanos;
        if (!isFailing) {
            isFailing = true;
            LOG.warn("upstream={} state=failing reason={}: pages get their fallback", upstream, absence.label());
        }
    }

    void onAnswered(long nowNanos) {
        if (isFailing) {
            recover(nowNanos);
        }
    }

    boolean isFailing() {
        return isFailing;
    }

    private synchronized void recover(long nowNanos) {
        if (isFailing && nowNanos - lastFailureNanos >= WELL_AFTER_NANOS) {
            isFailing = false;
            LOG.info("upstream={} state=well", upstream);
        }
    }
}
