package dev.weir.event;

/** What an answer promises about the event: the word in the {@code Weir-Ack} header and in the config. */
public enum Promise {
    /** It is in this process's memory: lost if the process dies. */
    MEMORY("memory"),
    /** It is with the operating system: lost if the machine dies. */
    OS("os"),
    /** It is on disk, forced by fdatasync. */
    FSYNC("fsync"),
    /** It is on several machines. */
    REPLICATED("replicated");

    private final String label;

    Promise(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
