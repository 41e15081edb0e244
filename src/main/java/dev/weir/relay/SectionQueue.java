package dev.weir.relay;

import dev.weir.relay.pace.SectionPace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * One section's lanes that have something to send: the urgent ones first, but for one in a few, so that the others get on too; of
 * these, in the order of their events.
 * Lanes whose next event may share a call gather first, until there are enough of them or the oldest has waited long enough.
 * Queues may hold lanes that have emptied since, and skip them. Owned by {@link Turns}.
 */
final class SectionQueue<T> {

    private static final int URGENT_IN_A_ROW = 8;

    final String section;
    final SectionPace pace;
    private final int laneWidth;
    private OutletOptions.Batch batch;
    private final ArrayDeque<Lane<T>> urgent = new ArrayDeque<>();
    /** The lane whose next event is the oldest first: what is delivered far past the oldest that is owed comes again after a crash. */
    private final PriorityQueue<Lane<T>> ready = new PriorityQueue<>((a, b) -> Long.compare(a.readySeq, b.readySeq));

    private final ArrayDeque<Lane<T>> gathering = new ArrayDeque<>();
    private long gatheredBytes;
    private int urgentInARow;

    // What Turns knows of it.
    int deficit;
    boolean isInTurn;
    boolean isParked;
    boolean isGatheringTimed;
    long parkedUntilNanos;
    long gatherUntilNanos;

    /** @param laneWidth the most events of one lane in flight, but for those that share a call */
    SectionQueue(String section, SectionPace pace, int laneWidth, OutletOptions.Batch batch) {
        this.section = section;
        this.pace = pace;
        this.laneWidth = laneWidth;
        this.batch = batch;
    }

    /** From the next call on. */
    void retune(OutletOptions.Batch wanted) {
        batch = wanted;
    }

    /**
     * Puts a lane where its state belongs.
     *
     * @return whether it has begun to gather lanes, and wants to be told when it has done so for long enough
     */
    boolean offer(Lane<T> lane) {
        if (!lane.maySend(laneWidth)) {
            return false;
        }
        Slot<T> next = lane.nextToSend();
        if (lane.isUrgent()) {
            if (!lane.isQueuedUrgent) {
                lane.isQueuedUrgent = true;
                addUrgent(lane);
            }
            return false;
        }
        if (next != null && gathers(next)) {
            return gather(lane, next);
        }
        if (!lane.isQueued && next != null) {
            lane.isQueued = true;
            lane.readySeq = next.seq();
            ready.add(lane);
        }
        return false;
    }

    /** Whether there is a lane that may send. Those at the front that no longer may are taken out. */
    boolean hasReady() {
        while (!urgent.isEmpty() && !urgent.element().maySend(laneWidth)) {
            urgent.remove().isQueuedUrgent = false;
        }
        while (!ready.isEmpty() && !ready.element().maySend(laneWidth)) {
            ready.remove().isQueued = false;
        }
        return !ready.isEmpty() || !urgent.isEmpty();
    }

    /** The events that go in the next call, which are in flight from now on. Only where {@link #hasReady}. */
    List<Slot<T>> take() {
        Lane<T> lane = poll();
        Slot<T> first = lane.send();
        if (first.mates != null) {
            return again(first, first.mates);
        }
        if (first.maxBatch <= 1) {
            return List.of(first);
        }
        List<Slot<T>> group = new ArrayList<>();
        group.add(first);
        long bytes = extend(lane, group, first, first.ticket.bodyBytes());
        fill(group, first, bytes);
        return group;
    }

    /** Lanes have gathered for long enough. */
    void gathered() {
        gatheredBytes = 0;
        for (Lane<T> lane = gathering.poll(); lane != null; lane = gathering.poll()) {
            lane.isGathering = false;
            Slot<T> next = lane.nextToSend();
            if (next != null) {
                next.hasGathered = true;
            }
            boolean unused = offer(lane);
        }
    }

    /** What comes back does not wait once more behind all that is urgent. */
    private void addUrgent(Lane<T> lane) {
        if (lane.isReturning) {
            urgent.addFirst(lane);
        } else {
            urgent.add(lane);
        }
    }

    private boolean gathers(Slot<T> next) {
        return next.maxBatch > 1
                && !next.hasGathered
                && next.mates == null
                && !batch.maxAge().isZero();
    }

    private boolean gather(Lane<T> lane, Slot<T> next) {
        if (lane.isGathering) {
            return false;
        }
        lane.isGathering = true;
        gathering.add(lane);
        gatheredBytes += next.ticket.bodyBytes();
        if (gathering.size() >= Math.min(next.maxBatch, batch.maxEvents()) || gatheredBytes >= batch.maxBytes()) {
            gathered();
            return false;
        }
        return true;
    }

    private Lane<T> poll() {
        if (!urgent.isEmpty() && (urgentInARow < URGENT_IN_A_ROW || ready.isEmpty())) {
            Lane<T> lane = urgent.remove();
            lane.isQueuedUrgent = false;
            urgentInARow++;
            return lane;
        }
        Lane<T> lane = ready.remove();
        lane.isQueued = false;
        urgentInARow = 0;
        return lane;
    }

    /** The very call whose end nobody knows, so that it can be known again. */
    private List<Slot<T>> again(Slot<T> first, List<Slot<T>> mates) {
        List<Slot<T>> group = new ArrayList<>(mates.size());
        for (Slot<T> mate : mates) {
            if (mate == first) {
                group.add(mate);
            } else if (mate.settlement == null && mate.lane().nextToSend() == mate) {
                group.add(mate.lane().send());
            }
        }
        return group;
    }

    /** More of the same lane, as long as they may share the call. Returns the bytes of all of them. */
    private long extend(Lane<T> lane, List<Slot<T>> group, Slot<T> first, long bytes) {
        long sum = bytes;
        for (Slot<T> next = lane.nextToSend();
                next != null && joins(next, group, first, sum);
                next = lane.nextToSend()) {
            group.add(lane.send());
            sum += next.ticket.bodyBytes();
        }
        return sum;
    }

    /** More of other lanes. Those that may not share the call keep their places. */
    private void fill(List<Slot<T>> group, Slot<T> first, long bytes) {
        List<Lane<T>> others = new ArrayList<>();
        long sum = bytes;
        int looks = 2 * first.maxBatch;
        while (looks-- > 0 && group.size() < Math.min(first.maxBatch, batch.maxEvents()) && !ready.isEmpty()) {
            Lane<T> lane = ready.remove();
            Slot<T> next = lane.maySend(laneWidth) ? lane.nextToSend() : null;
            if (next == null) {
                lane.isQueued = false;
            } else if (joins(next, group, first, sum)) {
                lane.isQueued = false;
                group.add(lane.send());
                sum = extend(lane, group, first, sum + next.ticket.bodyBytes());
            } else {
                others.add(lane);
            }
        }
        ready.addAll(others);
    }

    private boolean joins(Slot<T> next, List<Slot<T>> group, Slot<T> first, long bytes) {
        int size = group.size() + 1;
        return size <= Math.min(Math.min(first.maxBatch, next.maxBatch), batch.maxEvents())
                && next.mates == null
                && first.ticket.batchKey() != null
                && first.ticket.batchKey().equals(next.ticket.batchKey())
                && bytes + next.ticket.bodyBytes() <= batch.maxBytes();
    }
}
