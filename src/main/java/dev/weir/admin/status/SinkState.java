package dev.weir.admin.status;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a sink is, in one word. The label is the JSON word. */
enum SinkState {
    WORKING("working"),
    /** It is owed what has waited for long, and nothing has arrived meanwhile: a vendor that takes requests and does not answer. */
    STALLED("stalled"),
    /** The vendor fails, and is asked now and then. */
    LEFT_ALONE("left-alone"),
    /** So much is owed to it that the intake waits. */
    HOLDING("holding"),
    PAUSED("paused"),
    /** Its thread does not work. */
    FAULTED("faulted");

    private static final double LONG_SECONDS = 30;
    private static final long LEAST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String label;

    SinkState(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** @param before a minute ago, or as long ago as is known; null if nothing is */
    static SinkState of(Facts.Sink sink, Reading now, History.@Nullable Mark before) {
        if (!sink.isWell()) {
            return FAULTED;
        }
        if (sink.isPaused()) {
            return PAUSED;
        }
        if (sink.isHolding()) {
            return HOLDING;
        }
        if (now.isSet("weir.sink.open", "sink", sink.name())) {
            return LEFT_ALONE;
        }
        return before != null && isStalled(sink.name(), now, before) ? STALLED : WORKING;
    }

    private static boolean isStalled(String sink, Reading now, History.Mark before) {
        // What waits for a later full-sync waits on purpose.
        boolean isOwed = now.sum("weir.sink.pending", "sink", sink) > now.sum("weir.sink.held_back", "sink", sink);
        return isOwed
                && now.sum("weir.sink.backlog.age", "sink", sink) >= LONG_SECONDS
                && now.atNanos() - before.atNanos() >= LEAST_LOOK_NANOS
                && now.sum("weir.sink.delivered", "sink", sink)
                        <= before.deliveredBySink().getOrDefault(sink, 0.0);
    }
}
