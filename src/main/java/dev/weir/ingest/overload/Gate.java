package dev.weir.ingest.overload;

import dev.weir.event.Priority;

/** Whether there is time for a request. */
public interface Gate {

    /** There is always time. */
    Gate OPEN = new Gate() {
        @Override
        public boolean isStrained() {
            return false;
        }

        @Override
        public boolean admits(Priority priority) {
            return true;
        }

        @Override
        public boolean refusesAtSight(Priority priority) {
            return false;
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

    /** Whether anything may be refused just now. To be asked on the event loop, as the next. */
    boolean isStrained();

    /** Whether a request of this priority is to be taken now. To be asked on the event loop on which it came. */
    boolean admits(Priority priority);

    /** Whether a request that is not read yet is refused. One that is not is {@link #admits asked about} when it is read. */
    boolean refusesAtSight(Priority priority);

    /**
     * How full the journal's queue may be for events of this priority, 0 to 1: the rest is kept free for those of higher ones.
     * Safe for many threads. Asked when a request comes, so that those who wait for a vendor meanwhile may get in late.
     */
    double room(Priority priority);

    /** For how long one that was refused should stay away: by chance, or all would be back at the same moment. */
    long retryAfterSeconds();
}
