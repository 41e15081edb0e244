package dev.weir.journal;

/** How a journal keeps up with what it is given. Safe for many threads, and cheap. */
public interface JournalLoad {

    /** Of a journal that waits for no disk. */
    JournalLoad NONE = new JournalLoad() {
        @Override
        public long delayNanos() {
            return 0;
        }

        @Override
        public boolean isCrowded() {
            return false;
        }
    };

    /**
     * For how much longer than it takes to write a group the event waits that waits longest: near 0 while the disk keeps up,
     * however slow it is, and growing while it does not. Nanoseconds.
     */
    long delayNanos();

    /**
     * Whether more events wait to be written than usually do, so that what can wait elsewhere should: what comes next would only
     * make the next group longer, and all of its acknowledgements come at once.
     */
    boolean isCrowded();
}
