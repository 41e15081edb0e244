package dev.weir.event;

/** The lists that a vendor keeps per device, and that a full-sync overwrites. */
public enum ItemList {
    CART("cart"),
    WISH("wish");

    private final String label;

    ItemList(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
