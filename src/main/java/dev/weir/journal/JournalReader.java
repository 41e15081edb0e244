package dev.weir.journal;

import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import org.jspecify.annotations.Nullable;

/** Reads entries in order, each once. Confined to one thread. */
public interface JournalReader extends AutoCloseable {

    /** The next entry whose promise is kept, or null when there is none yet. */
    @Nullable
    Entry poll();

    /** Whether the last poll brought nothing though there is more, since what keeps it does not bring it yet: that is no end. */
    default boolean isWaiting() {
        return false;
    }

    @Override
    void close();

    /** What stands at a sequence number. */
    sealed interface Entry {

        /** The number of this entry, or the first number of the gap. */
        long seq();

        /**
         * An event. Several readers may be given the same one, so that its envelope is decoded once for all of them. Safe for many
         * threads.
         */
        final class Kept implements Entry {

            private final long seq;
            private final long timeMillis;
            private final Envelope envelope;
            /** Immutable: when two threads decode at once, it does not matter whose stays. */
            private @Nullable Event event;

            /** @param timeMillis when it was accepted, Unix milliseconds */
            public Kept(long seq, long timeMillis, Envelope envelope) {
                this(seq, timeMillis, envelope, null);
            }

            /** @param event what the envelope means, if that is known */
            public Kept(long seq, long timeMillis, Envelope envelope, @Nullable Event event) {
                this.seq = seq;
                this.timeMillis = timeMillis;
                this.envelope = envelope;
                this.event = event;
            }

            @Override
            public long seq() {
                return seq;
            }

            /** When it was accepted, Unix milliseconds. */
            public long timeMillis() {
                return timeMillis;
            }

            public Envelope envelope() {
                return envelope;
            }

            /**
             * What the envelope means.
             *
             * @param decoding the envelope's dialect's; not asked when somebody has asked before
             * @throws RejectedException when it cannot be decoded; the next call tries again
             */
            public Event event(Decoding decoding) throws RejectedException {
                Event known = event;
                if (known == null) {
                    known = decoding.decode(envelope);
                    event = known;
                }
                return known;
            }

            @Override
            public String toString() {
                return "Kept[seq=" + seq + ", timeMillis=" + timeMillis + ", envelope=" + envelope + "]";
            }
        }

        /**
         * An event that was erased on request: nothing is left of it but its place.
         *
         * @param timeMillis when it was accepted, Unix milliseconds
         * @param section whose event it was; empty where that is not known
         */
        record Erased(long seq, long timeMillis, String section) implements Entry {}

        /** Entries {@code seq} to {@code lastSeq} were found damaged; their bytes are in quarantine. */
        record Damaged(long seq, long lastSeq) implements Entry {}
    }

    /** How a dialect reads its envelopes. */
    interface Decoding {
        Event decode(Envelope envelope) throws RejectedException;
    }
}
