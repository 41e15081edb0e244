package dev.weir.ingest.overload;

import dev.weir.event.Priority;
import dev.weir.journal.JournalLoad;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The gate of one event loop, which measures the loop's turns. A turn begins with the first request that the loop comes to after
 * a rest, and ends when it has come to all that were there. Confined to that loop, but for what gauges read.
 */
public final class LoopGate implements Gate {

    /**
     * So many a turn takes, however long it lasts. Where so few are there it is not they who make it long, but whoever else has
     * the processor, and to refuse them would help nobody.
     */
    static final int LEAST_TAKEN = 16;

    private final OverloadOptions options;
    private final Strain.Bounds bounds;
    private final LongSupplier nanoTime;
    private final Supplier<JournalLoad> journal;
    private final RandomGenerator random;
    private final ShedMeters meters;
    private final WaitingRoom waitingRoom;
    private boolean isInTurn;
    private long turns;
    private boolean isPolling;
    private long turnsAtPoll;
    private int taken;
    private long turnNanos;
    private long journalNanos;
    private Strain strain;
    private volatile long delayNanos;

    /**
     * @param nanoTime the monotonic clock
     * @param journal how it keeps up, asked each time
     * @param random spreads retries; the loop's own
     */
    LoopGate(
            OverloadOptions options,
            LongSupplier nanoTime,
            Supplier<JournalLoad> journal,
            RandomGenerator random,
            ShedMeters meters) {
        this.options = options;
        // A request waits for the rest of one turn, and for those before it in the next: two turns are its delay.
        this.bounds = new Strain.Bounds(
                options.targetDelay().toNanos() / 2, options.interval().toNanos());
        this.nanoTime = nanoTime;
        this.journal = journal;
        this.random = random;
        this.meters = meters;
        this.strain = Strain.none(nanoTime.getAsLong());
        this.waitingRoom = new WaitingRoom(this, options);
    }

    /** That of the loop. */
    public WaitingRoom waitingRoom() {
        return waitingRoom;
    }

    /**
     * The loop comes to a request, or to the rest of one. True for the first of a turn: the caller sees to it then that
     * {@link #endTurn} is called when the loop has come to all the others that are there.
     */
    public boolean tryBeginTurn() {
        // Fast path: most requests of a busy loop are not the first of their turn.
        if (isInTurn || !options.isOn()) {
            return false;
        }
        isInTurn = true;
        turns++;
        taken = 0;
        turnNanos = nanoTime.getAsLong();
        journalNanos = journal.get().delayNanos();
        return true;
    }

    /**
     * The loop has come to all that was there. True if it should look once more whether something has come meanwhile, without
     * waiting for it, and then call {@link #endPoll}.
     */
    public boolean endTurn() {
        isInTurn = false;
        long now = nanoTime.getAsLong();
        long delay = Math.max(now - turnNanos, journalNanos / 2);
        delayNanos = 2 * (now - turnNanos);
        strain = strain.onDelayEnd(delay, now, bounds);
        if (isPolling || !strain.isAbove()) {
            return false;
        }
        isPolling = true;
        turnsAtPoll = turns;
        return true;
    }

    /**
     * The loop has looked once more. If it found no request it has caught up, and nobody waits, however long the last turn was:
     * a loop that lost the processor for a while makes long turns, too. True if it should look again.
     */
    public boolean endPoll() {
        if (turnsAtPoll != turns) {
            turnsAtPoll = turns;
            return true;
        }
        isPolling = false;
        strain = strain.onDelayEnd(journal.get().delayNanos() / 2, nanoTime.getAsLong(), bounds);
        return false;
    }

    /** Whether a request may have to wait or be refused just now, so that it is worth a glance. */
    public boolean isStrained() {
        return isInTurn && (taken >= LEAST_TAKEN || strain.isAbove() || !waitingRoom.isEmpty());
    }

    /**
     * What is to be done with a request that is not read yet. If it is taken it is {@link #admits asked about} again when it is
     * read; if it waits, no more.
     */
    public Sight atSight(Priority worth) {
        if (worth == Priority.LOW && waitingRoom.isInUse()) {
            return Sight.WAIT;
        }
        return refuses(worth) ? Sight.REFUSE : Sight.TAKE;
    }

    @Override
    public boolean admits(Priority priority) {
        if (refuses(priority)) {
            return false;
        }
        taken++;
        return true;
    }

    private boolean refuses(Priority priority) {
        // Fast path: nobody waits for what is worth most.
        if (priority == Priority.HIGH || !isInTurn) {
            return false;
        }
        long now = nanoTime.getAsLong();
        long turn = taken < LEAST_TAKEN ? 0 : now - turnNanos;
        long delay = Math.max(turn, journalNanos / 2);
        strain = strain.onDelay(delay, now, bounds);
        if (!strain.refuses(priority, delay, now, bounds)) {
            return false;
        }
        meters.onShed(priority);
        return true;
    }

    @Override
    public double room(Priority priority) {
        return priority == Priority.HIGH ? 1 : 1 - options.reserve();
    }

    @Override
    public long retryAfterSeconds() {
        return 1 + random.nextLong(options.retryAfter().toSeconds());
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** How long the loop has been at this turn. */
    long turnNanos() {
        return isInTurn ? nanoTime.getAsLong() - turnNanos : 0;
    }

    /** Whether low priority has to wait because the disk is behind. */
    boolean isJournalLate() {
        return journal.get().delayNanos() / 2 > bounds.targetNanos();
    }

    /** Whether those who wait would only wait for the disk if they were served. */
    boolean isJournalCrowded() {
        return journal.get().isCrowded();
    }

    /** One was refused that the gate was not asked about. */
    void onShed(Priority priority) {
        meters.onShed(priority);
    }

    /** How long requests may have had to wait at most, by the last turn. Safe for many threads. */
    long delayNanos() {
        return delayNanos;
    }

    /** What is to be done with a request, as far as a glance tells. */
    public enum Sight {
        TAKE,
        WAIT,
        REFUSE
    }
}
