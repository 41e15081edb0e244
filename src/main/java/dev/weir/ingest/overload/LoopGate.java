package dev.weir.ingest.overload;

import dev.weir.event.Priority;
import java.util.function.LongSupplier;
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
    private final LongSupplier journalDelay;
    private final RandomGenerator random;
    private final ShedMeters meters;
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
     * @param journalDelay how far the journal is behind, in nanoseconds
     * @param random spreads retries; the loop's own
     */
    LoopGate(
            OverloadOptions options,
            LongSupplier nanoTime,
            LongSupplier journalDelay,
            RandomGenerator random,
            ShedMeters meters) {
        this.options = options;
        // A request waits for the rest of one turn, and for those before it in the next: two turns are its delay.
        this.bounds = new Strain.Bounds(
                options.targetDelay().toNanos() / 2, options.interval().toNanos());
        this.nanoTime = nanoTime;
        this.journalDelay = journalDelay;
        this.random = random;
        this.meters = meters;
        this.strain = Strain.none(nanoTime.getAsLong());
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
        journalNanos = journalDelay.getAsLong();
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
        strain = strain.onDelayEnd(journalDelay.getAsLong() / 2, nanoTime.getAsLong(), bounds);
        return false;
    }

    /** Also while it is not known yet whether delay stands: it is {@link #admits} that finds out. */
    @Override
    public boolean isStrained() {
        return isInTurn && (strain.isAbove() || taken >= LEAST_TAKEN);
    }

    @Override
    public boolean admits(Priority priority) {
        if (refusesAtSight(priority)) {
            return false;
        }
        taken++;
        return true;
    }

    @Override
    public boolean refusesAtSight(Priority priority) {
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

    /** How long requests may have had to wait at most, by the last turn. Safe for many threads. */
    long delayNanos() {
        return delayNanos;
    }
}
