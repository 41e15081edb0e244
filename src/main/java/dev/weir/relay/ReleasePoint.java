package dev.weir.relay;

import dev.weir.journal.Journal;

/** Lets the journal go of what every sink has settled. Safe for many threads. */
final class ReleasePoint {

    private final Journal journal;
    private final long[] savedSeqs;
    private long released = 1;

    ReleasePoint(Journal journal, int sinks) {
        this.journal = journal;
        this.savedSeqs = new long[sinks];
    }

    /** Said for every sink before the first {@link #onSaved}. */
    synchronized void begin(int sink, long seq) {
        savedSeqs[sink] = seq;
    }

    synchronized void onSaved(int sink, long seq) {
        savedSeqs[sink] = seq;
        long lowest = Long.MAX_VALUE;
        for (long each : savedSeqs) {
            lowest = Math.min(lowest, each);
        }
        if (lowest > released) {
            released = lowest;
            journal.release(lowest);
        }
    }
}
