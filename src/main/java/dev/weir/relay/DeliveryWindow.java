package dev.weir.relay;

import dev.weir.journal.CursorStore.Cursor;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The events that a sink has been given to deliver, between the cursor and the last one admitted. It takes them in the
 * journal's order, lets each lane have a bounded number in flight in the lane's order, and moves the position over those that
 * are settled, without gaps; each event is settled exactly once, so the books always add up.
 *
 * <p>A pure state machine: it starts no thread, reads no clock and does no I/O. Inputs are {@link #admit}, {@link #pass},
 * {@link #settle} and {@link #retry}; {@link #nextAttempt} says what to do. Confined to one thread.
 *
 * @param <T> what is carried to the sink
 */
final class DeliveryWindow<T> {

    private final int maxHeld;
    private final long maxHeldBytes;
    private final int maxInFlight;
    private final int laneWidth;
    private final Backoff backoff;
    private final ArrayDeque<Slot<T>> held = new ArrayDeque<>();
    private final Map<Object, Lane<T>> lanes = new HashMap<>();
    private final ArrayDeque<Lane<T>> ready = new ArrayDeque<>();
    private final PriorityQueue<Lane<T>> resting = new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos - b.dueNanos));
    private Cursor position;
    private long heldBytes;
    private int inFlight;

    /**
     * @param maxHeld the most events between the cursor and the newest admitted
     * @param maxHeldBytes no event is admitted while those held take more memory than this
     * @param maxInFlight the most attempts at once
     * @param laneWidth the most attempts at once in one lane
     */
    DeliveryWindow(Cursor position, int maxHeld, long maxHeldBytes, int maxInFlight, int laneWidth, Backoff backoff) {
        this.position = position;
        this.maxHeld = maxHeld;
        this.maxHeldBytes = maxHeldBytes;
        this.maxInFlight = maxInFlight;
        this.laneWidth = laneWidth;
        this.backoff = backoff;
    }

    boolean hasRoom() {
        return held.size() < maxHeld && heldBytes < maxHeldBytes;
    }

    /** The number of the only event that may be admitted or passed next. */
    long nextAdmitted() {
        return position.nextSeq() + held.size();
    }

    /** Everything below its {@code nextSeq} is settled; its books say how. */
    Cursor position() {
        return position;
    }

    /** When the oldest event that is owed was accepted, Unix milliseconds; {@code otherwise} if none is held. */
    long oldestMillis(long otherwise) {
        Slot<T> oldest = held.peek();
        return oldest == null ? otherwise : oldest.timeMillis;
    }

    /**
     * Takes an event in.
     *
     * @param bytes about how much memory it takes
     * @param laneKey events of equal keys go in order; null for an event that no other has to wait for
     * @return its place, by which it can be settled
     */
    Slot<T> admit(long seq, long timeMillis, int bytes, @Nullable Object laneKey, T payload) {
        requireNext(seq);
        Lane<T> lane = laneKey == null ? new Lane<>(null) : lanes.computeIfAbsent(laneKey, Lane::new);
        Slot<T> slot = new Slot<>(seq, timeMillis, bytes, payload, lane);
        held.add(slot);
        heldBytes += bytes;
        lane.add(slot);
        arrange(lane);
        return slot;
    }

    /** Takes note of an event that is settled without an attempt. */
    void pass(long seq, long timeMillis, Settlement settlement) {
        requireNext(seq);
        Slot<T> slot = new Slot<>(seq, timeMillis, 0, null, null);
        slot.settlement = settlement;
        held.add(slot);
        advance();
    }

    /** The next event to attempt, which is in flight from now on; or null when none may go now. */
    @Nullable
    Slot<T> nextAttempt(long nowNanos) {
        wakeRested(nowNanos);
        while (inFlight < maxInFlight) {
            Lane<T> lane = ready.poll();
            if (lane == null) {
                return null;
            }
            lane.isQueued = false;
            if (lane.maySend(laneWidth)) {
                Slot<T> slot = lane.send();
                inFlight++;
                arrange(lane);
                return slot;
            }
        }
        return null;
    }

    /** How long until {@link #nextAttempt} may have something, if nothing else happens; 0 for at once. */
    long nanosToNextAttempt(long nowNanos) {
        if (inFlight >= maxInFlight) {
            return Long.MAX_VALUE;
        }
        if (!ready.isEmpty()) {
            return 0;
        }
        Lane<T> first = resting.peek();
        return first == null ? Long.MAX_VALUE : Math.max(0, first.dueNanos - nowNanos);
    }

    /** The event is no longer owed, whether it was in flight or waiting. */
    void settle(Slot<T> slot, Settlement settlement) {
        Lane<T> lane = slot.lane;
        if (slot.settlement != null || lane == null) {
            throw new IllegalStateException("event " + slot.seq + " was settled before");
        }
        slot.settlement = settlement;
        if (slot.isInFlight) {
            inFlight--;
        }
        lane.remove(slot);
        if (settlement == Settlement.DELIVERED) {
            lane.waitNanos = 0;
        }
        arrange(lane);
        advance();
    }

    /** The attempt failed: the event is still owed, and its lane rests, {@code minWaitNanos} at least. */
    void retry(Slot<T> slot, long minWaitNanos, long nowNanos) {
        Lane<T> lane = slot.lane;
        if (!slot.isInFlight || lane == null) {
            throw new IllegalStateException("event " + slot.seq + " is not in flight");
        }
        inFlight--;
        lane.takeBack(slot);
        if (lane.isResting) {
            lane.dueNanos = Math.max(lane.dueNanos - nowNanos, minWaitNanos) + nowNanos;
        } else {
            lane.waitNanos = backoff.nextNanos(lane.waitNanos);
            lane.dueNanos = Math.max(lane.waitNanos, minWaitNanos) + nowNanos;
            lane.isResting = true;
        }
        arrange(lane);
    }

    /** Puts the lane where its state belongs; queues may hold lanes that have emptied since, and skip them. */
    private void arrange(Lane<T> lane) {
        if (lane.isEmpty()) {
            if (lane.key != null) {
                lanes.remove(lane.key, lane);
            }
        } else if (lane.isResting) {
            if (lane.hasNoneInFlight() && !lane.isTimed) {
                lane.isTimed = true;
                resting.add(lane);
            }
        } else if (!lane.isQueued && lane.maySend(laneWidth)) {
            lane.isQueued = true;
            ready.add(lane);
        }
    }

    private void wakeRested(long nowNanos) {
        for (Lane<T> lane = resting.peek(); lane != null && lane.dueNanos - nowNanos <= 0; lane = resting.peek()) {
            resting.poll();
            lane.isTimed = false;
            lane.beginAgain();
            arrange(lane);
        }
    }

    private void advance() {
        long nextSeq = position.nextSeq();
        long delivered = position.delivered();
        long superseded = position.superseded();
        long deadLettered = position.deadLettered();
        long notRouted = position.notRouted();
        for (Slot<T> first = held.peek(); first != null && first.settlement != null; first = held.peek()) {
            switch (first.settlement) {
                case DELIVERED -> delivered++;
                case SUPERSEDED -> superseded++;
                case DEAD_LETTERED -> deadLettered++;
                case NOT_ROUTED -> notRouted++;
            }
            nextSeq++;
            heldBytes -= first.bytes;
            held.poll();
        }
        if (nextSeq != position.nextSeq()) {
            position = new Cursor(nextSeq, delivered, superseded, deadLettered, notRouted);
        }
    }

    private void requireNext(long seq) {
        if (seq != nextAdmitted() || !hasRoom()) {
            throw new IllegalStateException("event " + seq + " where " + nextAdmitted() + " was to come");
        }
    }
}
