package dev.weir.relay;

import java.util.ArrayDeque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Whose turn it is to send: sections that share a sink take turns by deficit round robin, counted in events, so that one with much
 * to send gets what the others leave; a section whose pace allows no request now is parked until it does. Pure: time is passed
 * in. Confined to one thread.
 */
final class Turns<T> {

    /** Events that a section may send in one turn. */
    private static final int QUANTUM = 8;

    private long gatherNanos;
    private final ArrayDeque<SectionQueue<T>> inTurn = new ArrayDeque<>();
    private final PriorityQueue<SectionQueue<T>> parked =
            new PriorityQueue<>((a, b) -> Long.signum(a.parkedUntilNanos - b.parkedUntilNanos));
    /** In order of time, because all gather for equally long. */
    private final ArrayDeque<SectionQueue<T>> gathering = new ArrayDeque<>();

    private boolean isDraining;

    /** @param gatherNanos how long an event waits for others to share a call with */
    Turns(long gatherNanos) {
        this.gatherNanos = gatherNanos;
    }

    /** The lane's state has changed: it may have something to send. */
    void offer(Lane<T> lane, long nowNanos) {
        SectionQueue<T> queue = lane.queue;
        boolean hasBegunToGather = queue.offer(lane);
        if (hasBegunToGather && isDraining) {
            queue.gathered();
        } else if (hasBegunToGather && !queue.isGatheringTimed) {
            queue.isGatheringTimed = true;
            queue.gatherUntilNanos = nowNanos + gatherNanos;
            gathering.add(queue);
        }
        join(queue);
    }

    /** The events of the next call, which are in flight from now on; empty when none may go now. */
    List<Slot<T>> next(long nowNanos) {
        onTime(nowNanos);
        while (!inTurn.isEmpty()) {
            SectionQueue<T> queue = inTurn.element();
            if (!queue.hasReady()) {
                leave(queue);
            } else if (queue.deficit <= 0) {
                queue.deficit += QUANTUM;
                inTurn.add(inTurn.remove());
            } else if (!queue.pace.tryTake(nowNanos)) {
                park(queue, nowNanos);
            } else {
                List<Slot<T>> group = queue.take();
                queue.deficit -= group.size();
                // A lane that may have several in flight may have more to send.
                offer(group.get(0).lane(), nowNanos);
                return group;
            }
        }
        return List.of();
    }

    /** How long until {@link #next} may have something, if nothing else happens; 0 for at once. */
    long nanosToNext(long nowNanos) {
        if (!inTurn.isEmpty()) {
            return 0;
        }
        long soonest = Long.MAX_VALUE;
        if (!parked.isEmpty()) {
            soonest = parked.element().parkedUntilNanos - nowNanos;
        }
        if (!gathering.isEmpty()) {
            soonest = isDraining ? 0 : Math.min(soonest, gathering.element().gatherUntilNanos - nowNanos);
        }
        return Math.max(0, soonest);
    }

    /** From now on an event waits for others for so long; those that wait already, no longer. */
    void retune(long nanos) {
        gatherNanos = nanos;
        while (!gathering.isEmpty()) {
            endGathering();
        }
    }

    /** The pace of some may have changed: whoever is parked asks again. */
    void unpark() {
        while (!parked.isEmpty()) {
            SectionQueue<T> queue = parked.remove();
            queue.isParked = false;
            join(queue);
        }
    }

    /** From now on nobody waits for others to share a call with. */
    void drain() {
        isDraining = true;
    }

    private void onTime(long nowNanos) {
        while (!parked.isEmpty() && parked.element().parkedUntilNanos - nowNanos <= 0) {
            SectionQueue<T> queue = parked.remove();
            queue.isParked = false;
            join(queue);
        }
        while (!gathering.isEmpty() && (isDraining || gathering.element().gatherUntilNanos - nowNanos <= 0)) {
            endGathering();
        }
    }

    private void endGathering() {
        SectionQueue<T> queue = gathering.remove();
        queue.isGatheringTimed = false;
        queue.gathered();
        join(queue);
    }

    private void join(SectionQueue<T> queue) {
        if (queue.hasReady() && !queue.isInTurn && !queue.isParked) {
            queue.isInTurn = true;
            inTurn.add(queue);
        }
    }

    private void leave(SectionQueue<T> queue) {
        inTurn.remove();
        queue.isInTurn = false;
        queue.deficit = Math.min(0, queue.deficit);
    }

    private void park(SectionQueue<T> queue, long nowNanos) {
        inTurn.remove();
        queue.isInTurn = false;
        queue.isParked = true;
        queue.parkedUntilNanos = nowNanos + Math.max(1, queue.pace.nanosToNext(nowNanos));
        parked.add(queue);
    }
}
