package dev.weir.journal.kafka;

import java.time.Duration;

/** Is given partitions, and gives them back. Called on the member's thread, unless said otherwise. */
public interface PartitionOwner {

    /** A partition is ours from now on. */
    Tenancy onAssigned(PartitionJournal journal);

    /** What works on a partition. */
    interface Tenancy {

        /**
         * The partition is to be another's: begins nothing more, lets what is under way end, saves, and lets go. On a thread of its
         * own, while the member commits what is saved.
         *
         * @param patience how long what is under way may take
         */
        void leave(Duration patience);

        /** The partition is another's already: lets go at once. Nothing can be saved. On a thread of its own. */
        void abandon();
    }
}
