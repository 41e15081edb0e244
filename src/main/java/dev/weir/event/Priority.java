package dev.weir.event;

/**
 * What an event is worth when there is more to do than can be done: the lowest are refused first. From lowest to highest. The
 * label is the word in the config and in metrics.
 */
public enum Priority {
    /** Refused as soon as requests have to wait. */
    LOW("low"),
    /** Refused when it is not enough to refuse those. */
    NORMAL("normal"),
    /** Refused only where there is no room at all. */
    HIGH("high");

    private final String label;

    Priority(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The higher of two. */
    public Priority or(Priority other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
