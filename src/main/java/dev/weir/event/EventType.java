package dev.weir.event;

/** What kind of thing a visitor did. The label is the word in metrics, NDJSON lines and logs. */
public enum EventType {
    SESSION_START("session-start", Priority.NORMAL),
    VIEW("view", Priority.LOW),
    CATEGORY("category", Priority.LOW),
    SEARCH("search", Priority.LOW),
    CART_ADD("cart-add", Priority.NORMAL),
    CART_REMOVE("cart-remove", Priority.NORMAL),
    CART_SYNC("cart-sync", Priority.NORMAL),
    WISH_ADD("wish-add", Priority.NORMAL),
    WISH_REMOVE("wish-remove", Priority.NORMAL),
    WISH_SYNC("wish-sync", Priority.NORMAL),
    PURCHASE("purchase", Priority.HIGH),
    CUSTOM("custom", Priority.NORMAL),
    PROMOTION("promotion", Priority.LOW),
    MESSAGE("message", Priority.NORMAL),
    STORY("story", Priority.LOW),
    POPUP("popup", Priority.LOW),
    PUSH_TOKEN("push-token", Priority.NORMAL),
    PROFILE("profile", Priority.NORMAL),
    PAGE("page", Priority.LOW),
    CONVERSION("conversion", Priority.HIGH),
    ENGAGEMENT("engagement", Priority.LOW);

    private final String label;
    private final Priority usualPriority;

    EventType(String label, Priority usualPriority) {
        this.label = label;
        this.usualPriority = usualPriority;
    }

    public String label() {
        return label;
    }

    /** What such an event is worth unless its section says otherwise. */
    public Priority usualPriority() {
        return usualPriority;
    }
}
