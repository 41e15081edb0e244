package dev.weir.journal;

import java.util.Map;

/** Keeps each sink's cursor, durably. Safe for many threads, one writer for a name. */
public interface CursorStore {

    /** The cursor of a sink; {@link Cursor#START} for a name never saved. */
    Cursor load(String sink);

    /** Keeps the cursor; when it returns, the cursor is on disk. */
    void save(String sink, Cursor cursor);

    /**
     * Keeps a cursor that came after the saved one, for the case that the process dies and the machine does not: without an fsync, for
     * a few microseconds. The saved one is still there. What the cursor passes must be durable all the same, for a note may outlive the
     * power too.
     *
     * @return false if this one is not kept; a save will do
     */
    boolean tryNote(String sink, Cursor cursor);

    /**
     * How far a sink has come, with the books. Everything below the frontier is settled, but for what sections that are behind
     * are still owed; {@code frontier - 1} is always the sum of the counts and of what is owed there, which is the law of
     * conservation: what was accepted and is not settled is pending.
     *
     * @param frontier every lower sequence number has been looked at
     * @param delivered taken by the destination
     * @param superseded replaced by a later full-sync
     * @param deadLettered given up, and kept aside with the reason
     * @param skipped given up because the sink had used up its share of the disk, or erased on request
     * @param notRouted of sections that do not use this sink
     * @param behind by section, what is owed below the frontier; sections that are owed nothing there are left out
     */
    record Cursor(
            long frontier,
            long delivered,
            long superseded,
            long deadLettered,
            long skipped,
            long notRouted,
            Map<String, Behind> behind) {

        public static final Cursor START = new Cursor(1, 0, 0, 0, 0);

        public Cursor {
            behind = Map.copyOf(behind);
            if (frontier < 1 || delivered < 0 || superseded < 0 || deadLettered < 0 || skipped < 0 || notRouted < 0) {
                throw new IllegalArgumentException("cursor counts below zero");
            }
            long owed = 0;
            for (Behind each : behind.values()) {
                if (each.fromSeq() >= frontier) {
                    throw new IllegalArgumentException("a section that is behind, and owed nothing");
                }
                owed += each.owed();
            }
            if (delivered + superseded + deadLettered + skipped + notRouted + owed != frontier - 1) {
                throw new IllegalArgumentException("cursor's books do not add up to its position");
            }
        }

        /** Of a sink that has settled everything below a number. */
        public Cursor(long nextSeq, long delivered, long superseded, long deadLettered, long notRouted) {
            this(nextSeq, delivered, superseded, deadLettered, 0, notRouted, Map.of());
        }

        /** The lowest sequence number that is not settled. */
        public long nextSeq() {
            long lowest = frontier;
            for (Behind each : behind.values()) {
                lowest = Math.min(lowest, each.fromSeq());
            }
            return lowest;
        }

        /** How many events are settled. */
        public long settled() {
            return delivered + superseded + deadLettered + skipped + notRouted;
        }

        /**
         * What a section is owed below the frontier.
         *
         * @param fromSeq the lowest number that is owed
         * @param owed how many events from there to the frontier are owed, at least 1
         */
        public record Behind(long fromSeq, long owed) {
            public Behind {
                if (fromSeq < 1 || owed < 1) {
                    throw new IllegalArgumentException("a section that is behind, and owed nothing");
                }
            }
        }
    }
}
