package dev.weir.lease;

/** What a node goes by while the store is gone. */
public enum WhenLost {
    /** Its part of each budget. */
    SHARE("share"),
    /** Nothing: all passes. */
    OPEN("open"),
    /** Nothing passes. */
    CLOSED("closed");

    private final String label;

    WhenLost(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
