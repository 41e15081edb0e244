package dev.weir.ingest.overload;

import dev.weir.event.Priority;

/** Whether there is time for a request. */
public interface Gate {

    /** There is always time. */
    Gate OPEN = new Gate() {
        @Override
        public boolean admits(Priority priority) {
            return true;
        }

        @Override
        public double room(Priority priority) {
            return 1;
        }

        @Override
        public long retryAfterSeconds() {
            return 1;
        }
    };

    /** Whether a request of this priority is to be taken now. To be asked on the event loop on which it came. */
    boolean admits(Priority priority);

    /**
     * How full the journal's queue may be for events of this priority, 0 to 1: the rest is kept free for those of higher ones.
     * Safe for many threads. Asked when a request comes, so that those who wait for a vendor meanwhile may get in late.
     */
    double room(Priority priority);

    /** For how long one that was refused should stay away: by chance, or all would be back at the same moment. */
    long retryAfterSeconds();
}
