package dev.weir.simulation;

/** Where a process may die: just before what is named here takes effect, unless it says otherwise. */
enum Moment {
    /** The journal has taken a group in hand, and written nothing of it. */
    GROUP_GATHERED,
    /** The group is written, and not forced to disk: perhaps only a part of it survives. */
    GROUP_WRITTEN,
    /** The group is on disk, and nobody knows. */
    GROUP_FORCED,
    /** The relay may read the group; no client has an answer. */
    GROUP_PUBLISHED,
    /** Some clients of the group have their answer, this one has not. */
    CLIENT_ANSWERED,
    SINK_GIVEN,
    /** The destination has it, and the relay does not know. */
    SINK_TOOK,
    FILES_WRITTEN,
    /** After the fact: it is not on disk yet. */
    LETTER_TAKEN,
    LETTERS_SYNCED,
    CURSOR_SAVED,
    /** After the fact. */
    CURSOR_WAS_SAVED,
    JOURNAL_RELEASED
}
