package dev.weir.journal.kafka;

import dev.weir.event.Promise;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.JournalLoad;

/**
 * Sees to it that what was handed over is kept, and says what became of it. Runs on a thread of its own until the hand-over is
 * closed and empty, and all of it is told; it is asked by others.
 */
sealed interface Sender extends Runnable permits DirectSender, SpillingSender {

    /** Gets to know the topic before the first event comes, and the cluster is there. Blocks; before it runs. */
    void prepare();

    /**
     * Begins without the cluster. Before it runs.
     *
     * @param why it is not there
     */
    void beginDegraded(String why);

    /** The topic has been looked at, and is like this. On any thread. */
    default void onTopic(TopicCheck.Topic topic) {}

    /** Whether the last that was heard of the cluster was good. While it was not, somebody looks, and calls {@link #onRecovered}. */
    boolean isAnswered();

    /** The cluster takes events again. */
    void onRecovered();

    /** Whether a promise about new events can be kept. */
    boolean isHealthy();

    /** What is promised of events at this moment. */
    default Promise promise() {
        return Promise.REPLICATED;
    }

    /** As {@link dev.weir.journal.Journal#isFull}. */
    default boolean isFull() {
        return false;
    }

    /** As {@link dev.weir.journal.Journal#load}. */
    default JournalLoad load() {
        return JournalLoad.NONE;
    }

    /** Events and batches that have left the hand-over, and were not told of. */
    long inFlight();

    /** Is told what became of events, on some thread of the producer's or the spill's. */
    interface Receiver {

        /**
         * A promise is kept.
         *
         * @param timeMillis when the event was accepted, Unix milliseconds
         */
        void onKept(Pending pending, long timeMillis, Promise made);

        void onTooLarge(Pending pending);
    }
}
