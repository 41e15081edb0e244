package dev.weir.relay;

import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log when a sink begins to fail, and when it has been well for a while again; and when it refuses events, once for
 * as long as it goes on doing so. Confined to one thread.
 */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
    private static final long WELL_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String sink;
    private boolean isFailing;
    private boolean isRefusing;
    private long lastFailureNanos;
    private long lastRefusalNanos;

    Troubles(String sink) {
        this.sink = sink;
    }

    void onFailure(Result result, long nowNanos) {
        if (result.outcome() == Outcome.REFUSED) {
            onRefused(result, nowNanos);
            return;
        }
        lastFailureNanos = nowNanos;
        if (!isFailing) {
            isFailing = true;
            LOG.warn(
                    "sink={} state=failing outcome={} reason={}",
                    sink,
                    result.outcome().label(),
                    result.reason());
        }
    }

    void onDelivered(long nowNanos) {
        if (isFailing && nowNanos - lastFailureNanos >= WELL_AFTER_NANOS) {
            isFailing = false;
            LOG.info("sink={} state=well", sink);
        }
    }

    /** A refusal is an answer: the sink is not failing, but its events go to the dead letters. */
    private void onRefused(Result result, long nowNanos) {
        if (!isRefusing || nowNanos - lastRefusalNanos >= WELL_AFTER_NANOS) {
            isRefusing = true;
            LOG.warn("sink={} state=refusing reason={}: refused events go to the dead letters", sink, result.reason());
        }
        lastRefusalNanos = nowNanos;
    }
}
