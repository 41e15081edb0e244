package dev.weir.relay;

import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One try to deliver an event: carries its result to the relay's thread, once. Safe for many threads. */
final class Attempt implements Completion {

    private final @Nullable Slot<Delivery> slot;
    private final Inbox inbox;
    private final AtomicReference<@Nullable Result> result = new AtomicReference<>();

    Attempt(@Nullable Slot<Delivery> slot, Inbox inbox) {
        this.slot = slot;
        this.inbox = inbox;
    }

    @Override
    public void complete(Result outcome) {
        if (result.compareAndSet(null, outcome)) {
            inbox.put(this);
        }
    }

    Slot<Delivery> slot() {
        if (slot == null) {
            throw new IllegalStateException("a wake-up carries no event");
        }
        return slot;
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
