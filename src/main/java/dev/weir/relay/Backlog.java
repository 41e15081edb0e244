package dev.weir.relay;

import dev.weir.journal.Journal;
import dev.weir.relay.OutletOptions.Backlog.WhenFull;
import java.util.concurrent.TimeUnit;

/**
 * How much of the journal one sink holds back, beside how much it may. Looks now and then, because journal files come and go
 * slowly. Confined to the relay's thread of the sink.
 */
final class Backlog {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Journal journal;
    private OutletOptions.Backlog options;
    private long dueNanos;
    private boolean hasLooked;
    private long bytes;

    Backlog(Journal journal, OutletOptions.Backlog options) {
        this.journal = journal;
        this.options = options;
    }

    /** From now on. */
    void retune(OutletOptions.Backlog wanted) {
        options = wanted;
    }

    /** Whether it was time to look, and has been looked. */
    boolean tryLook(long neededSeq, long nowNanos) {
        if (hasLooked && dueNanos - nowNanos > 0) {
            return false;
        }
        hasLooked = true;
        dueNanos = nowNanos + LOOK_EVERY_NANOS;
        bytes = neededSeq > journal.lastSeq() ? 0 : journal.bytesFrom(neededSeq);
        return true;
    }

    /** Bytes of the journal's files that are kept for this sink, as of the last look. */
    long bytes() {
        return bytes;
    }

    /** Whether the intake is to wait for this sink. */
    boolean isHolding() {
        return options.whenFull() == WhenFull.HOLD && bytes > options.maxBytes();
    }

    /** What stands below this number is more than this sink may hold back, and is to be skipped; {@code neededSeq} for none. */
    long skipBelow(long neededSeq) {
        if (options.whenFull() != WhenFull.SKIP || bytes <= options.maxBytes()) {
            return neededSeq;
        }
        long tooLow = neededSeq;
        long enough = journal.lastSeq() + 1;
        while (enough - tooLow > 1) {
            long middle = tooLow + (enough - tooLow) / 2;
            if (journal.bytesFrom(middle) <= options.maxBytes()) {
                enough = middle;
            } else {
                tooLow = middle;
            }
        }
        return enough;
    }
}
