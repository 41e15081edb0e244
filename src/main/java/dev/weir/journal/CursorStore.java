package dev.weir.journal;

/** Keeps each sink's cursor, durably. Safe for many threads, one writer for a name. */
public interface CursorStore {

    /** The cursor of a sink; {@link Cursor#START} for a name never saved. */
    Cursor load(String sink);

    /** Keeps the cursor; when it returns, the cursor is on disk. */
    void save(String sink, Cursor cursor);

    /**
     * How far a sink has come, with the books up to there. {@code nextSeq - 1} is always the sum of the counts, which
     * is the law of conservation: what was accepted and is not settled is pending.
     *
     * @param nextSeq the lowest sequence number that is not settled
     * @param delivered taken by the destination
     * @param superseded replaced by a later full-sync
     * @param deadLettered given up, and kept aside with the reason
     * @param notRouted of sections that do not use this sink
     */
    record Cursor(long nextSeq, long delivered, long superseded, long deadLettered, long notRouted) {

        public static final Cursor START = new Cursor(1, 0, 0, 0, 0);

        public Cursor {
            if (nextSeq < 1 || delivered < 0 || superseded < 0 || deadLettered < 0 || notRouted < 0) {
                throw new IllegalArgumentException("cursor counts below zero");
            }
            if (delivered + superseded + deadLettered + notRouted != nextSeq - 1) {
                throw new IllegalArgumentException("cursor's books do not add up to its position");
            }
        }
    }
}
