package dev.weir.relay.sink;

/** How one attempt to deliver ended. The label is the metric tag and the log value. */
public enum Outcome {
    /** The destination has it. */
    DELIVERED("delivered"),
    /** The destination certainly did not act on it: trying again cannot make it arrive twice. */
    UNPROCESSED("unprocessed"),
    /** Nobody knows whether it arrived: trying again may make it arrive twice, with the same idempotency key. */
    UNKNOWN("unknown"),
    /** The destination will never take it: a dead letter. */
    REFUSED("refused");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
