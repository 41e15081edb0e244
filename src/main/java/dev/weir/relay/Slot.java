package dev.weir.relay;

import org.jspecify.annotations.Nullable;

/** An event's place in the {@link DeliveryWindow}, from admission until the cursor has passed it. Owned by the window. */
final class Slot<T> {

    final long seq;
    final long timeMillis;
    final int bytes;
    final @Nullable T payload;
    final @Nullable Lane<T> lane;

    /** Neighbours in the lane, in order of seq. */
    @Nullable
    Slot<T> before;

    @Nullable
    Slot<T> after;

    boolean isInFlight;

    @Nullable
    Settlement settlement;

    Slot(long seq, long timeMillis, int bytes, @Nullable T payload, @Nullable Lane<T> lane) {
        this.seq = seq;
        this.timeMillis = timeMillis;
        this.bytes = bytes;
        this.payload = payload;
        this.lane = lane;
    }

    /** What was admitted; only of a slot that was admitted with something. */
    T payload() {
        if (payload == null) {
            throw new IllegalStateException("event " + seq + " was passed, not admitted");
        }
        return payload;
    }
}
