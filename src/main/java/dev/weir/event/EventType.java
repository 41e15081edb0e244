package dev.weir.event;

/** What kind of thing a visitor did. The label is the word in metrics, NDJSON lines and logs. */
public enum EventType {
    SESSION_START("session-start"),
    VIEW("view"),
    CATEGORY("category"),
    SEARCH("search"),
    CART_ADD("cart-add"),
    CART_REMOVE("cart-remove"),
    CART_SYNC("cart-sync"),
    WISH_ADD("wish-add"),
    WISH_REMOVE("wish-remove"),
    WISH_SYNC("wish-sync"),
    PURCHASE("purchase"),
    CUSTOM("custom"),
    PROMOTION("promotion"),
    MESSAGE("message"),
    STORY("story"),
    POPUP("popup"),
    PUSH_TOKEN("push-token"),
    PROFILE("profile"),
    PAGE("page"),
    CONVERSION("conversion"),
    ENGAGEMENT("engagement");

    private final String label;

    EventType(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
