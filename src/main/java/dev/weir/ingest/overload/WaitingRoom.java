package dev.weir.ingest.overload;

import dev.weir.event.Priority;
import java.util.ArrayDeque;

/**
 * Where requests of low priority wait while an event loop comes to those that are worth more. They are served for a moment at a
 * time, the oldest first; when that one has waited for half of what it bears, the newest first, for whoever sent the oldest has
 * likely gone. Who has waited too long is refused. Those who wait are served for no less time than goes
 * into refusing those who find no room. Confined to one event loop.
 */
public final class WaitingRoom {

    /** A turn that has lasted longer has others wait. */
    static final long SHORT_TURN_NANOS = 1_000_000L;

    /** For so long those who wait are served before the loop looks whether others have come: it takes some microseconds to look. */
    private static final long SLICE_NANOS = 300_000L;

    /** Beside those who are served: refusals take time, too. */
    private static final int REFUSALS_A_SLICE = 16;

    /** After so long the journal is looked at once more. */
    private static final long JOURNAL_PAUSE_NANOS = 1_000_000L;

    /** The same where it has much to do, and will have done it soon: the loop has nothing else to do, and may leave its writer the core. */
    private static final long CROWD_PAUSE_NANOS = 200_000L;

    private final LoopGate gate;
    private final int capacity;
    private final long patienceNanos;
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private boolean isBeingServed;
    private long refusingNanos;
    private volatile int size;

    /** @param options how many may wait, and for how long */
    WaitingRoom(LoopGate gate, OverloadOptions options) {
        this.gate = gate;
        this.capacity = options.waiting();
        this.patienceNanos = options.patience().toNanos();
    }

    boolean isEmpty() {
        return line.isEmpty();
    }

    /** Whether a request of low priority is to wait: as others do, or because the loop or the disk has been busy for a while. */
    boolean isInUse() {
        return !line.isEmpty() || gate.turnNanos() > SHORT_TURN_NANOS || gate.isJournalLate();
    }

    /** Lets it wait; false, and refused, if there is no room. */
    public boolean tryEnter(Request request) {
        if (line.size() >= capacity) {
            gate.onShed(Priority.LOW);
            long start = gate.nanoTime();
            request.refuse();
            refusingNanos += gate.nanoTime() - start;
            return false;
        }
        line.add(new Waiting(request, gate.nanoTime()));
        size = line.size();
        return true;
    }

    /** True if somebody waits for whom nobody is coming: the caller sees to it that {@link #serve} is called soon. */
    public boolean tryBegin() {
        if (isBeingServed || line.isEmpty()) {
            return false;
        }
        isBeingServed = true;
        return true;
    }

    /**
     * Serves for a moment. Returns in how many nanoseconds it is to be called again, when the loop has looked at its sockets; less
     * than 0 if nobody waits any longer.
     */
    public long serve() {
        long start = gate.nanoTime();
        refuseTheImpatient(start);
        if (gate.isJournalLate()) {
            refusingNanos = 0;
            return next(JOURNAL_PAUSE_NANOS);
        }
        if (gate.isJournalCrowded()) {
            return next(CROWD_PAUSE_NANOS);
        }
        long slice = Math.max(SLICE_NANOS, refusingNanos);
        refusingNanos = 0;
        long now = start;
        while (!line.isEmpty() && now - start < slice) {
            Waiting next = isLate(now) ? line.removeLast() : line.removeFirst();
            next.request.serve();
            now = gate.nanoTime();
        }
        return next(0);
    }

    /** How many wait. Safe for many threads. */
    int size() {
        return size;
    }

    private long next(long delayNanos) {
        size = line.size();
        isBeingServed = !line.isEmpty();
        return isBeingServed ? delayNanos : -1;
    }

    private boolean isLate(long now) {
        return now - line.getFirst().sinceNanos > patienceNanos / 2;
    }

    private void refuseTheImpatient(long now) {
        for (int i = 0; i < REFUSALS_A_SLICE && !line.isEmpty(); i++) {
            if (now - line.getFirst().sinceNanos <= patienceNanos) {
                return;
            }
            gate.onShed(Priority.LOW);
            line.removeFirst().request.refuse();
        }
    }

    /** What waits. Exactly one of the two is called, once. */
    public interface Request {
        void serve();

        void refuse();
    }

    private record Waiting(Request request, long sinceNanos) {}
}
