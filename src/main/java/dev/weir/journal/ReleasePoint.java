package dev.weir.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets the journal go of what nobody needs any longer: what lies below every {@link Holder}. All of them take hold before
 * the first one advances. Safe for many threads.
 */
public final class ReleasePoint {

    private final Journal journal;
    private final List<Holder> holders = new ArrayList<>();
    private long released = 1;

    public ReleasePoint(Journal journal) {
        this.journal = journal;
    }

    /** Keeps entries from this number on, if they are there yet, until the holder advances. */
    public synchronized Holder hold(long fromSeq) {
        Holder holder = new Holder(fromSeq);
        holders.add(holder);
        return holder;
    }

    /** Lets go of what no holder needs at this moment. All have taken hold. */
    public synchronized void release() {
        long lowest = Long.MAX_VALUE;
        for (Holder holder : holders) {
            lowest = Math.min(lowest, holder.neededSeq);
        }
        if (lowest > released) {
            released = lowest;
            journal.release(lowest);
        }
    }

    /** One who needs entries from a number on: a sink's cursor, a snapshot. */
    public final class Holder {

        private long neededSeq;

        private Holder(long neededSeq) {
            this.neededSeq = neededSeq;
        }

        /** Entries below this number are no longer needed here; a number lower than before changes nothing. */
        public void advance(long belowSeq) {
            synchronized (ReleasePoint.this) {
                if (belowSeq > neededSeq) {
                    neededSeq = belowSeq;
                    release();
                }
            }
        }
    }
}
