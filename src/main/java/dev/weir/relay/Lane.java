package dev.weir.relay;

import org.jspecify.annotations.Nullable;

/**
 * The events of one device that are held, in order. Those in flight stand before those that wait, except after a failure:
 * then the lane rests until all have returned and its time has come, and begins again at its head. Owned by the window.
 */
final class Lane<T> {

    /** Null for an event of no device, which has a lane to itself. */
    final @Nullable Object key;

    private @Nullable Slot<T> head;
    private @Nullable Slot<T> tail;
    private @Nullable Slot<T> next;
    private int inFlight;

    /** Whether it stands in the window's queue of lanes that may send. */
    boolean isQueued;

    /** Whether an attempt has failed, and the lane waits for {@link #dueNanos}. */
    boolean isResting;

    /** Whether it stands in the window's queue of lanes that rest. */
    boolean isTimed;

    long waitNanos;
    long dueNanos;

    Lane(@Nullable Object key) {
        this.key = key;
    }

    boolean isEmpty() {
        return head == null;
    }

    boolean hasNoneInFlight() {
        return inFlight == 0;
    }

    boolean maySend(int width) {
        return !isResting && next != null && inFlight < width;
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
        return slot;
    }

    /** The slot is no longer in flight, and still owed. */
    void takeBack(Slot<T> slot) {
        slot.isInFlight = false;
        inFlight--;
    }

    /** The slot is settled. */
    void remove(Slot<T> slot) {
        if (slot.isInFlight) {
            takeBack(slot);
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
    }

    /** The rest is over: everything still here waits, and the first goes first. */
    void beginAgain() {
        isResting = false;
        next = head;
    }
}
