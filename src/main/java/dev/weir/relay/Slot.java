package dev.weir.relay;

import dev.weir.relay.coalesce.CoalescingWindows.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event's place in the {@link DeliveryWindow}, from admission until its section's books have passed it. Owned by the window. */
final class Slot<T> {

    final Ticket ticket;
    final @Nullable T payload;
    final @Nullable Lane<T> lane;
    /** Whose books it is in; null for one that the books have passed long ago, and that is sent again on request. */
    final @Nullable Account<T> account;

    /** Neighbours in the lane, in order of admission. */
    @Nullable
    Slot<T> before;

    @Nullable
    Slot<T> after;

    boolean isInFlight;

    /** While it is held back, so that a later full-sync can replace it. */
    @Nullable
    Window<Slot<T>> window;

    /** The full-sync that this one has replaced, and that is settled with it. */
    @Nullable
    Slot<T> replaced;

    /** The full-sync that has replaced this one. */
    @Nullable
    Slot<T> replacedBy;

    /** With how many events it may share a call; falls when a shared one is refused. */
    int maxBatch;

    /** Those with which it shared a call that nobody knows the end of: the same call is made again. */
    @Nullable
    List<Slot<T>> mates;

    /** Whether it has waited for others to share a call with. */
    boolean hasGathered;

    @Nullable
    Settlement settlement;

    /** For how many events it stands, that were settled alike as they were read, one after the other. */
    long events = 1;

    Slot(Ticket ticket, @Nullable T payload, @Nullable Lane<T> lane, @Nullable Account<T> account) {
        this.ticket = ticket;
        this.payload = payload;
        this.lane = lane;
        this.account = account;
        this.maxBatch = ticket.maxBatch();
    }

    long seq() {
        return ticket.seq();
    }

    long timeMillis() {
        return ticket.timeMillis();
    }

    boolean isHeldBack() {
        return window != null;
    }

    /** What was admitted; only of a slot that was admitted with something. */
    T payload() {
        if (payload == null) {
            throw new IllegalStateException("event " + seq() + " was passed, not admitted");
        }
        return payload;
    }

    Lane<T> lane() {
        if (lane == null) {
            throw new IllegalStateException("event " + seq() + " was passed, not admitted");
        }
        return lane;
    }
}
