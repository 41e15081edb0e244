package dev.weir.ingest.identity;

/** Where a visitor's device id comes from. The label is the {@code outcome} tag of {@code weir.ids}. */
public enum DeviceOrigin {
    /** The request named an id that we had handed out to this section. */
    OWN("own"),
    /** The request named an id that is not of our making, and the section adopts such. */
    FOREIGN("foreign"),
    /** The request named none that could be used, but this section's cookie did. */
    COOKIE("cookie"),
    /** The request named none, and the call needs one: it is new. */
    ASSIGNED("assigned"),
    /** The request named one of our shape that we did not make: replaced. */
    FORGED("forged"),
    /** The request named something that is no id: a new one if the call needs one, otherwise none. */
    JUNK("junk"),
    /** The request named none, and the call needs none. */
    NONE("none");

    private final String label;

    DeviceOrigin(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
