package dev.weir.relay;

import dev.weir.relay.coalesce.OpenSyncs;
import org.jspecify.annotations.Nullable;

/**
 * The events of one device that are to be sent, in order. Those in flight stand before those that wait, except after a failure:
 * then the lane rests until all have returned and its time has come, and begins again at its head. Owned by the window.
 */
final class Lane<T> {

    /** Null for an event of no device, which has a lane to itself. */
    final @Nullable Object key;

    final SectionQueue<T> queue;
    final OpenSyncs<Slot<T>> syncs = new OpenSyncs<>();

    private @Nullable Slot<T> head;
    private @Nullable Slot<T> tail;
    private @Nullable Slot<T> next;
    private int inFlight;
    private int urgent;

    /** Whether it stands in one of its queue's queues of lanes; it may stand in two, of which one is out of date. */
    boolean isQueued;

    boolean isQueuedUrgent;

    /** The number of what was to go next when it was queued, by which it stands there. */
    long readySeq;

    boolean isGathering;

    /** Whether what goes next has gone before: it has waited its turn already. */
    boolean isReturning;

    /** Whether an attempt has failed, and the lane waits for {@link #dueNanos}. */
    boolean isResting;

    /** Whether it stands in the window's queue of lanes that rest. */
    boolean isTimed;

    long waitNanos;
    long dueNanos;

    Lane(@Nullable Object key, SectionQueue<T> queue) {
        this.key = key;
        this.queue = queue;
    }

    boolean isEmpty() {
        return head == null;
    }

    boolean hasNoneInFlight() {
        return inFlight == 0;
    }

    /** Whether something stands in it that should not wait long. */
    boolean isUrgent() {
        return urgent > 0;
    }

    boolean maySend(int width) {
        return inFlight < width && nextToSend() != null;
    }

    /** What goes next if the lane's width allows it, or null. */
    @Nullable
    Slot<T> nextToSend() {
        return isResting || next == null || next.isHeldBack() ? null : next;
    }

    void add(Slot<T> slot) {
        slot.before = tail;
        if (tail == null) {
            head = slot;
        } else {
            tail.after = slot;
        }
        tail = slot;
        if (next == null) {
            next = slot;
        }
        if (slot.ticket.isUrgent()) {
            urgent++;
        }
    }

    /** Puts a slot before all others. None is in flight. */
    void addFirst(Slot<T> slot) {
        slot.after = head;
        if (head == null) {
            tail = slot;
        } else {
            head.before = slot;
        }
        head = slot;
        next = slot;
        if (slot.ticket.isUrgent()) {
            urgent++;
        }
    }

    /** The next slot goes in flight. */
    Slot<T> send() {
        Slot<T> slot = next;
        if (slot == null) {
            throw new IllegalStateException("lane has nothing to send");
        }
        next = slot.after;
        slot.isInFlight = true;
        inFlight++;
        isReturning = false;
        return slot;
    }

    /** The slot is no longer in flight, and still owed. */
    void takeBack(Slot<T> slot) {
        slot.isInFlight = false;
        inFlight--;
        isReturning = true;
    }

    /** The slot is settled, or replaced. */
    void remove(Slot<T> slot) {
        if (slot.isInFlight) {
            slot.isInFlight = false;
            inFlight--;
        }
        if (slot == next) {
            next = slot.after;
        }
        if (slot.before == null) {
            head = slot.after;
        } else {
            slot.before.after = slot.after;
        }
        if (slot.after == null) {
            tail = slot.before;
        } else {
            slot.after.before = slot.before;
        }
        slot.before = null;
        slot.after = null;
        if (slot.ticket.isUrgent()) {
            urgent--;
        }
    }

    /** Everything still here waits, and the first goes first. None is in flight. */
    void beginAgain() {
        isResting = false;
        next = head;
    }
}
