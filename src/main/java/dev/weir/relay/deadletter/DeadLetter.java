package dev.weir.relay.deadletter;

import dev.weir.dialect.Dialect;
import dev.weir.journal.JournalReader.Entry.Kept;
import org.jspecify.annotations.Nullable;

/**
 * One event, or one range of journal entries, that was given up.
 *
 * @param seq its number in the journal, or the first of the range
 * @param lastSeq the last of the range; {@code seq} for one event
 * @param timeMillis when it was given up, Unix milliseconds
 * @param status the destination's status, or 0
 * @param detail a few words more, perhaps empty; nothing the visitor sent
 * @param answer the beginning of what the destination answered, secrets cut out; perhaps empty
 * @param original the journal's entry, or null when it cannot be read
 * @param dialect what decodes it, or null when nobody can
 */
public record DeadLetter(
        long seq,
        long lastSeq,
        long timeMillis,
        Reason reason,
        int status,
        String detail,
        String answer,
        @Nullable Kept original,
        @Nullable Dialect dialect) {

    /** Why an event was given up. The label is the metric tag and the word in the line. */
    public enum Reason {
        /** The destination said that it will never take it. */
        REFUSED("refused"),
        /** The journal's bytes are damaged; what could be saved of them is in the journal's quarantine. */
        DAMAGED("damaged"),
        /** The journal no longer has the entries, though this sink had not settled them. */
        MISSING("missing"),
        /** Its section is no longer in the config. */
        UNKNOWN_SECTION("unknown-section"),
        /** It was to be sent again, and its section no longer uses the sink. */
        NOT_ROUTED("not-routed"),
        /** Its dialect is not in this version. */
        UNKNOWN_DIALECT("unknown-dialect");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
