package dev.weir.relay;

import dev.weir.event.ItemList;
import dev.weir.relay.coalesce.Bearing;
import dev.weir.relay.coalesce.CoalescingWindows;
import dev.weir.relay.coalesce.CoalescingWindows.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The events that a sink has been given to deliver and that are not settled. It lets each lane have a bounded number in flight in
 * the lane's order, lets later full-syncs replace earlier ones that have not gone, and gives every event exactly one settlement,
 * of which {@link Accounts} keeps the books.
 *
 * <p>A full-sync that was replaced is settled together with the one that replaced it. If the destination refuses that one, the
 * latest that it replaced is sent in its place.
 *
 * <p>A pure state machine: it starts no thread, reads no clock and does no I/O. Inputs are {@link #admit}, {@link #settle}, {@link
 * #retry}, {@link #sendAgain} and {@link #split}; {@link #nextCall} says what to do. Confined to one thread.
 *
 * @param <T> what is carried to the sink
 */
final class DeliveryWindow<T> {

    private final Accounts<T> accounts;
    private final SettlementListener listener;
    private final Backoff backoff;
    private final Turns<T> turns;
    private final CoalescingWindows<Slot<T>> windows;
    private final Map<Object, Lane<T>> lanes = new HashMap<>();
    private final PriorityQueue<Lane<T>> resting = new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos - b.dueNanos));

    /**
     * An empty window.
     *
     * @param maxWindows the most full-syncs that are held back at once
     * @param gatherNanos how long an event waits for others to share a call with
     */
    DeliveryWindow(Accounts<T> accounts, Backoff backoff, int maxWindows, long gatherNanos) {
        this.accounts = accounts;
        this.listener = accounts.listener();
        this.backoff = backoff;
        this.turns = new Turns<>(gatherNanos);
        this.windows = new CoalescingWindows<>(maxWindows);
    }

    /**
     * Takes an event in, which its account or nobody keeps the books of. The caller adds it to the account.
     *
     * @param holdNanos for how long a full-sync is held back; 0 for not at all
     * @return its place, by which it can be settled
     */
    Slot<T> admit(
            Ticket ticket,
            T payload,
            @Nullable Account<T> account,
            SectionQueue<T> queue,
            long holdNanos,
            long nowNanos) {
        Object key = ticket.laneKey();
        Lane<T> lane =
                key == null ? new Lane<>(null, queue) : lanes.computeIfAbsent(key, each -> new Lane<>(each, queue));
        Slot<T> slot = new Slot<>(ticket, payload, lane, account);
        lane.add(slot);
        bear(slot, lane, holdNanos, nowNanos);
        arrange(lane, nowNanos);
        return slot;
    }

    /** The events of the next call, which are in flight from now on; empty when none may go now. */
    List<Slot<T>> nextCall(long nowNanos) {
        onTime(nowNanos);
        List<Slot<T>> call = turns.next(nowNanos);
        for (Slot<T> slot : call) {
            slot.lane().syncs.close(slot);
        }
        return call;
    }

    /** How long until {@link #nextCall} may have something, if nothing else happens; 0 for at once. */
    long nanosToNext(long nowNanos) {
        long soonest = Math.min(turns.nanosToNext(nowNanos), windows.nanosToNext(nowNanos));
        Lane<T> first = resting.peek();
        return first == null ? soonest : Math.min(soonest, Math.max(0, first.dueNanos - nowNanos));
    }

    /** The event is no longer owed, whether it was in flight or waiting; with it those that it replaced. */
    void settle(Slot<T> slot, Settlement settlement, long nowNanos) {
        Lane<T> lane = slot.lane();
        close(slot, settlement, 0);
        lane.syncs.close(slot);
        release(slot);
        lane.remove(slot);
        settleReplaced(slot, settlement, lane);
        if (settlement == Settlement.DELIVERED) {
            lane.waitNanos = 0;
        }
        arrange(lane, nowNanos);
        if (slot.account != null) {
            accounts.advance(slot.account);
        }
    }

    /** The call failed: its events are still owed, and their lanes rest, {@code minWaitNanos} at least. */
    void retry(List<Slot<T>> call, long minWaitNanos, long nowNanos) {
        long before = 0;
        for (Slot<T> slot : call) {
            requireInFlight(slot);
            slot.mates = call.size() > 1 ? call : null;
            slot.lane().takeBack(slot);
            before = Math.max(before, slot.lane().waitNanos);
        }
        long wait = backoff.nextNanos(before);
        for (Slot<T> slot : call) {
            rest(slot.lane(), wait, minWaitNanos, nowNanos);
        }
    }

    /**
     * The call was turned away: its events may go again as soon as their section's pace lets them. Those of a call that was made
     * before, and of which nobody knew the end, stay together.
     */
    void sendAgain(List<Slot<T>> call, long nowNanos) {
        for (Slot<T> slot : call) {
            requireInFlight(slot);
            slot.hasGathered = true;
            slot.lane().takeBack(slot);
        }
        for (Slot<T> slot : call) {
            if (slot.lane().hasNoneInFlight()) {
                slot.lane().beginAgain();
            }
            arrange(slot.lane(), nowNanos);
        }
    }

    /** A shared call was refused, perhaps for one event's sake: they go again, with half as many a call. */
    void split(List<Slot<T>> call, long nowNanos) {
        int half = Math.max(1, call.size() / 2);
        for (Slot<T> slot : call) {
            slot.maxBatch = half;
            slot.mates = null;
        }
        sendAgain(call, nowNanos);
    }

    /** What waits in this account below a number is owed no longer. What is in flight may still arrive. */
    void skip(Account<T> account, long belowSeq, long nowNanos) {
        List<Slot<T>> skipped = new ArrayList<>();
        for (Slot<T> slot : account.held()) {
            if (slot.seq() < belowSeq && slot.settlement == null && !slot.isInFlight) {
                skipped.add(slot);
            }
        }
        for (Slot<T> slot : skipped) {
            Slot<T> later = slot.replacedBy;
            if (later != null) {
                later.replaced = null;
                slot.replacedBy = null;
                settleReplaced(slot, Settlement.SKIPPED, 0);
            } else if (slot.settlement == null) {
                settle(slot, Settlement.SKIPPED, nowNanos);
            }
        }
        accounts.advance(account);
    }

    /** What the books of this account wait for is held back no longer: there is no room for more. */
    void releaseOldest(Account<T> account, long nowNanos) {
        Slot<T> oldest = account.oldest();
        while (oldest != null && oldest.replacedBy != null) {
            oldest = oldest.replacedBy;
        }
        if (oldest != null && oldest.isHeldBack()) {
            release(oldest);
            arrange(oldest.lane(), nowNanos);
        }
    }

    /** From now on so many full-syncs may be held back, and an event waits for others for so long. */
    void retune(int maxWindows, long gatherNanos) {
        windows.retune(maxWindows);
        turns.retune(gatherNanos);
    }

    /** The pace of some sections may have changed. */
    void onPaceChanged() {
        turns.unpark();
    }

    /** What is held back at this moment is held back no longer. */
    void releaseAll() {
        windows.releaseAll();
    }

    /** From now on nothing is held back, and nothing waits for others to share a call with. */
    void drain() {
        windows.drain();
        turns.drain();
    }

    /** How many full-syncs were released before their time because there were too many. */
    long releasedEarly() {
        return windows.releasedEarly();
    }

    int heldBack() {
        return windows.size();
    }

    /** What the event means for the full-syncs of its device that have not gone yet. */
    private void bear(Slot<T> slot, Lane<T> lane, long holdNanos, long nowNanos) {
        Bearing bearing = slot.ticket.bearing();
        ItemList list = bearing.list();
        if (bearing == Bearing.PURCHASE) {
            release(lane.syncs.close(ItemList.CART));
            release(lane.syncs.close(ItemList.WISH));
        } else if (list != null && bearing.isFullSync()) {
            sync(slot, lane, list, holdNanos, nowNanos);
        } else if (list != null) {
            release(lane.syncs.close(list));
        }
    }

    private void sync(Slot<T> slot, Lane<T> lane, ItemList list, long holdNanos, long nowNanos) {
        Slot<T> earlier = lane.syncs.replace(list, slot);
        long due = nowNanos + holdNanos;
        if (earlier != null && isOfSameKind(earlier, slot)) {
            Window<Slot<T>> window = earlier.window;
            due = window == null ? nowNanos : window.dueNanos();
            release(earlier);
            lane.remove(earlier);
            earlier.replacedBy = slot;
            slot.replaced = earlier;
        } else {
            release(earlier);
        }
        if (due - nowNanos > 0 && !slot.ticket.bearing().isClear() && !windows.isDraining()) {
            slot.window = windows.open(slot, due);
        }
    }

    private static <T> boolean isOfSameKind(Slot<T> earlier, Slot<T> later) {
        Object key = earlier.ticket.syncKey();
        return key != null && key.equals(later.ticket.syncKey()) && earlier.settlement == null;
    }

    private void settleReplaced(Slot<T> slot, Settlement settlement, Lane<T> lane) {
        Slot<T> replaced = slot.replaced;
        slot.replaced = null;
        if (replaced == null) {
            return;
        }
        replaced.replacedBy = null;
        if (settlement == Settlement.DEAD_LETTERED) {
            // The destination has neither, so that the earlier one is the latest that it may have.
            if (lane.hasNoneInFlight()) {
                lane.addFirst(replaced);
                return;
            }
            throw new IllegalStateException("a device of full-syncs has more than one call in flight");
        }
        if (settlement == Settlement.DELIVERED) {
            settleReplaced(replaced, Settlement.SUPERSEDED, slot.seq());
        } else {
            settleReplaced(replaced, settlement, 0);
        }
    }

    /** This one, and those that it has replaced itself. They are of one account, as they are of one device. */
    private void settleReplaced(Slot<T> latest, Settlement fate, long bySeq) {
        for (Slot<T> each = latest; each != null; each = each.replaced) {
            each.replacedBy = null;
            close(each, fate, bySeq);
        }
    }

    private void close(Slot<T> slot, Settlement settlement, long bySeq) {
        if (slot.settlement != null) {
            throw new IllegalStateException("event " + slot.seq() + " was settled before");
        }
        slot.settlement = settlement;
        listener.onSettled(slot.seq(), settlement, bySeq);
    }

    private void rest(Lane<T> lane, long waitNanos, long minWaitNanos, long nowNanos) {
        if (lane.isResting) {
            lane.dueNanos = Math.max(lane.dueNanos - nowNanos, minWaitNanos) + nowNanos;
        } else {
            lane.waitNanos = waitNanos;
            lane.dueNanos = Math.max(waitNanos, minWaitNanos) + nowNanos;
            lane.isResting = true;
        }
        arrange(lane, nowNanos);
    }

    /** Puts the lane where its state belongs. */
    private void arrange(Lane<T> lane, long nowNanos) {
        if (lane.isEmpty()) {
            if (lane.key != null) {
                lanes.remove(lane.key, lane);
            }
        } else if (lane.isResting) {
            if (lane.hasNoneInFlight() && !lane.isTimed) {
                lane.isTimed = true;
                resting.add(lane);
            }
        } else {
            turns.offer(lane, nowNanos);
        }
    }

    private void onTime(long nowNanos) {
        for (Slot<T> due = windows.pollDue(nowNanos); due != null; due = windows.pollDue(nowNanos)) {
            due.window = null;
            arrange(due.lane(), nowNanos);
        }
        for (Lane<T> lane = resting.peek(); lane != null && lane.dueNanos - nowNanos <= 0; lane = resting.peek()) {
            resting.poll();
            lane.isTimed = false;
            lane.beginAgain();
            arrange(lane, nowNanos);
        }
    }

    private void release(@Nullable Slot<T> slot) {
        if (slot != null && slot.window != null) {
            windows.close(slot.window);
            slot.window = null;
        }
    }

    private static <T> void requireInFlight(Slot<T> slot) {
        if (!slot.isInFlight) {
            throw new IllegalStateException("event " + slot.seq() + " is not in flight");
        }
    }
}
