package dev.weir.journal;

import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Promise;
import java.util.List;

/** Where accepted events are kept until every sink has them. Safe for many appenders. */
public interface Journal extends AutoCloseable {

    /** What an acknowledgement of this journal means at this moment; with most it never changes. */
    Promise promise();

    /**
     * Hands an event over for keeping. Never blocks and never waits.
     *
     * @param ack called exactly once if and only if the answer is {@link Handover#TAKEN}, on a thread of the journal's:
     *     it must not block
     */
    Handover append(Envelope envelope, Ack ack);

    /**
     * Hands several events over as one batch: all of them are kept or none is, also across a crash. Their numbers follow
     * each other in the order of the list, and no reader sees a part of them. Never blocks and never waits. A batch too
     * large to be kept in one piece fails with {@link Failure#TOO_LARGE}.
     *
     * @param envelopes at least one; not read after this returns
     * @param ack called once for all of them, as for a single event, with the number of the first one
     * @throws IllegalArgumentException if there is no event
     */
    Handover append(List<Envelope> envelopes, Ack ack);

    /**
     * As {@link #append(Envelope, Ack)}, by somebody who has read the envelope: who reads it soon from the journal need not again.
     *
     * @param event what the envelope's dialect decodes it to
     */
    default Handover append(Envelope envelope, Event event, Ack ack) {
        return append(envelope, ack);
    }

    /**
     * The thread that calls is about to append several: until it calls {@link #endTurn}, the writer need not begin with them, and
     * may get them as one group.
     */
    default void beginTurn() {}

    /** The thread that calls has appended what it had, and the writer begins. To be called soon, whatever went wrong meanwhile. */
    default void endTurn() {}

    /**
     * A reader that starts at the first kept entry whose sequence number is {@code fromSeq} or higher.
     *
     * @param fromSeq at least 1
     */
    JournalReader reader(long fromSeq);

    /** The sequence number of the newest entry whose promise is kept; 0 when there has never been one. */
    long lastSeq();

    /** Calls {@code listener} after {@link #lastSeq()} has grown, from the journal's thread: it must not block. */
    void onGrowth(Runnable listener);

    /** Says that no sink needs entries below this sequence number any longer. They may be deleted. */
    void release(long belowSeq);

    /** How many bytes of disk go to keeping this sequence number and all after it, in whole files. */
    long bytesFrom(long seq);

    /**
     * Takes no new events, because a sink holds back more than its share of the disk, or takes them again. What was taken
     * before is kept all the same.
     */
    void hold(boolean isHeld);

    /** Whether new events are refused because a sink holds back more than its share. */
    default boolean isHeld() {
        return false;
    }

    /** The durable position of each sink. */
    CursorStore cursors();

    /** Whether the journal can keep its promise. False for good after a failed fsync. */
    boolean isHealthy();

    /** How it keeps up just now; to be asked each time, since another disk may be in charge later. Safe for many threads, and cheap. */
    default JournalLoad load() {
        return JournalLoad.NONE;
    }

    /** How much of the room is taken in which events wait to be written: 0 to 1, by count or by bytes, whichever is more. */
    default double fill() {
        return 0;
    }

    /** Whether new events are refused for want of disk space. Passes by itself when there is space again. */
    boolean isFull();

    /** Keeps what was handed over, acknowledges it, and closes the files. Later appends are refused. */
    @Override
    void close();

    /** What became of a hand-over. */
    enum Handover {
        TAKEN,
        QUEUE_FULL,
        DISK_FULL,
        /** A sink holds back more than its share of the disk. */
        HELD,
        FAILED,
        CLOSED
    }

    /** Told when the promise about one event, or one batch of events, is kept, or cannot be. */
    interface Ack {
        /**
         * The promise is kept.
         *
         * @param seq the event's sequence number, or that of the first event of a batch; counted from 1 without gaps
         */
        void onKept(long seq);

        /**
         * As above, of a journal whose promise is not the same at all times.
         *
         * @param made the promise that is kept
         */
        default void onKept(long seq, Promise made) {
            onKept(seq);
        }

        /** The promise could not be kept; whether the event survives is unknown, so nothing may be promised. */
        void onFailed(Failure why);
    }

    /** Why an event that was taken could not be kept. */
    enum Failure {
        /** There is no space for it now. The journal goes on. */
        DISK_FULL,
        /** It, or its batch, is larger than any record may be, and will be at every retry. The journal goes on. */
        TOO_LARGE,
        /** It could not be written. */
        FAILED,
        /** The journal was closed before the event's turn came. */
        CLOSED
    }
}
