package dev.weir.live;

/** What became of a request as a whole. The label is the word in the live log and its filter. */
public enum Outcome {
    /** The promise about its events has been made. */
    ACCEPTED("accepted"),
    /** All of its events had been accepted before. */
    DUPLICATE("duplicate"),
    /** It was refused, or dropped as a bot's. */
    REJECTED("rejected"),
    /** It had no events. */
    ANSWERED("answered");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
