package dev.weir.relay.deadletter;

import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.journal.file.EntryText;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as its line tells it.
 *
 * @param number its own, from 1, never given twice within a sink
 * @param seq the event's number in the journal, or the first of a range
 * @param lastSeq the last of the range; {@code seq} for one event
 * @param attempts how often the destination has refused it, replays counted; at least 1
 * @param replaces the number of the letter whose replay ended with this one, or {@link LetterNumbers#NONE}
 * @param timeMillis when it was given up, Unix milliseconds
 * @param reason a {@link DeadLetter.Reason}'s label, perhaps one of another version
 * @param status the destination's status, or 0
 * @param detail a few words more, perhaps empty
 * @param answer the beginning of what the destination answered, perhaps empty
 * @param acceptedMillis when the event was accepted, Unix milliseconds, or 0 without an original
 * @param section the event's section, or null without an original
 * @param type the event's type, or null without an original
 * @param original what {@link EntryText} wrote, or null if the journal's entry could not be read
 */
public record KeptLetter(
        long number,
        long seq,
        long lastSeq,
        int attempts,
        long replaces,
        long timeMillis,
        String reason,
        int status,
        String detail,
        String answer,
        long acceptedMillis,
        @Nullable String section,
        @Nullable String type,
        @Nullable String original) {

    public boolean hasOriginal() {
        return original != null;
    }

    /**
     * The journal's entry, as it was.
     *
     * @throws IllegalArgumentException if there is none, or it cannot be read; it says what is wrong
     */
    public Kept toKept() {
        if (original == null) {
            throw new IllegalArgumentException(
                    "no original (expected: a letter whose reason is not " + reason + ", for that left none)");
        }
        Kept kept;
        try {
            kept = EntryText.parse(original);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("original: " + wrong.getMessage(), wrong);
        }
        if (kept.seq() != seq) {
            throw new IllegalArgumentException("original: event " + kept.seq() + " (expected: event " + seq + ")");
        }
        return kept;
    }
}
