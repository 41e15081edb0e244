package dev.weir.relay;

import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One call of the sink: carries its result to the relay's thread, once. Safe for many threads. */
final class Attempt implements Completion {

    private final List<Slot<Delivery>> slots;
    private final Inbox inbox;
    private final long startNanos;
    private final boolean isProbe;
    private final AtomicReference<@Nullable Result> result = new AtomicReference<>();

    /** @param isProbe whether it is to find out if the sink is well again */
    Attempt(List<Slot<Delivery>> slots, Inbox inbox, long startNanos, boolean isProbe) {
        this.slots = slots;
        this.inbox = inbox;
        this.startNanos = startNanos;
        this.isProbe = isProbe;
    }

    @Override
    public void complete(Result outcome) {
        if (result.compareAndSet(null, outcome)) {
            inbox.put(this);
        }
    }

    /** The events that went; none of a wake-up. */
    List<Slot<Delivery>> slots() {
        return slots;
    }

    long startNanos() {
        return startNanos;
    }

    boolean isProbe() {
        return isProbe;
    }

    /** Only of a completed attempt. */
    Result result() {
        Result outcome = result.get();
        if (outcome == null) {
            throw new IllegalStateException("not completed");
        }
        return outcome;
    }
}
