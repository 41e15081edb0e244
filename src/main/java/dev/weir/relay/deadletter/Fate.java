package dev.weir.relay.deadletter;

import org.jspecify.annotations.Nullable;

/** What the ledger says of letters. The label is the word in its lines. */
enum Fate {
    /** Somebody wants them sent again. */
    ASKED("asked"),
    /** They cannot be sent again, as nothing whole is left of them: they are kept, and no longer asked for. */
    UNASKED("unasked"),
    /** The destination has them after all. */
    REPLAYED("replayed"),
    /** It refused them again, and another letter tells of that. */
    REFUSED_AGAIN("refused-again"),
    /** Nobody wants them any longer. */
    DROPPED("dropped"),
    /** A later letter tells the same, as happens after a crash. */
    REPEATED("repeated"),
    /** One of the four above: a shortened ledger does not tell which. */
    SETTLED("settled");

    private final String label;

    Fate(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Whether it is a letter's last. */
    boolean isEnd() {
        return this != ASKED && this != UNASKED;
    }

    static @Nullable Fate of(String label) {
        for (Fate fate : values()) {
            if (fate.label.equals(label)) {
                return fate;
            }
        }
        return null;
    }
}
