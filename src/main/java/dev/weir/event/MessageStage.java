package dev.weir.event;

/** The stages of a message's life that clients report. */
public enum MessageStage {
    DELIVERED("delivered"),
    RECEIVED("received"),
    OPENED("opened"),
    CLICKED("clicked"),
    CLOSED("closed");

    private final String label;

    MessageStage(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
