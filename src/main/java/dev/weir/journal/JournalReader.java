package dev.weir.journal;

import dev.weir.event.Envelope;
import org.jspecify.annotations.Nullable;

/** Reads entries in order, each once. Confined to one thread. */
public interface JournalReader extends AutoCloseable {

    /** The next entry whose promise is kept, or null when there is none yet. */
    @Nullable
    Entry poll();

    @Override
    void close();

    /** What stands at a sequence number. */
    sealed interface Entry {

        /** The number of this entry, or the first number of the gap. */
        long seq();

        /**
         * An event.
         *
         * @param timeMillis when it was accepted, Unix milliseconds
         */
        record Kept(long seq, long timeMillis, Envelope envelope) implements Entry {}

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
}
