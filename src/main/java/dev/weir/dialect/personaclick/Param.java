package dev.weir.dialect.personaclick;

/** The parameters that mean something to us; the label is their name on the wire. */
enum Param {
    SHOP_ID("shop_id"),
    SHOP_SECRET("shop_secret"),
    DID("did"),
    SID("sid"),
    SEANCE("seance"),
    STREAM("stream"),
    SEGMENT("segment"),
    EVENT("event"),
    REFERER("referer"),
    REFERRER("referrer"),
    SOURCE("source"),
    FROM("from"),
    CODE("code"),
    RECOMMENDED_BY("recommended_by"),
    RECOMMENDED_CODE("recommended_code"),
    COOKIELESS("cookieless"),
    /** Not the vendor's: by it, a server knows the repetition of an event. */
    EVENT_ID("event_id"),
    EMAIL("email"),
    PHONE("phone"),
    EXTERNAL_ID("external_id"),
    LOYALTY_ID("loyalty_id"),
    TELEGRAM_ID("telegram_id"),

    ITEMS("items"),
    FULL_CART("full_cart"),
    FULL_WISH("full_wish"),
    CATEGORY_ID("category_id"),
    SEARCH_QUERY("search_query"),
    RESULTS("results"),
    ORDER_ID("order_id"),
    ORDER_PRICE("order_price"),
    ORDER_CASH("order_cash"),
    ORDER_BONUSES("order_bonuses"),
    ORDER_DELIVERY("order_delivery"),
    ORDER_DISCOUNT("order_discount"),
    PROMOCODE("promocode"),
    DELIVERY_ADDRESS("delivery_address"),
    DELIVERY_TYPE("delivery_type"),
    PAYMENT_TYPE("payment_type"),
    TAX_FREE("tax_free"),
    CHANNEL("channel"),
    RECOMMENDED_SOURCE("recommended_source"),
    CUSTOM("custom"),
    CAMPAIGN("campaign"),
    INVENTORY("inventory"),
    POSITION("position"),

    CATEGORY("category"),
    LABEL("label"),
    VALUE("value"),
    TIME("time"),
    PAYLOAD("payload"),

    TYPE("type"),
    STORY_ID("story_id"),
    SLIDE_ID("slide_id"),
    POPUP("popup"),
    TOKEN("token"),
    PLATFORM("platform"),
    PUSH_PROVIDER("push_provider"),
    ITEM("item");

    private final String label;

    Param(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Where {@link Parameters} keeps it. */
    @SuppressWarnings("EnumOrdinal") // In one process's memory alone: nothing is stored or sent by it.
    int slot() {
        return ordinal();
    }

    /** Its bit in a long, so that there can be 64 of them. */
    long bit() {
        return 1L << slot();
    }
}
