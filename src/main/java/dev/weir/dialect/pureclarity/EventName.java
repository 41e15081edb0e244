package dev.weir.dialect.pureclarity;

import java.util.HashMap;
import java.util.Map;

/** The events that the vendor has names for; the label is that name. */
enum EventName {
    PAGE_VIEW("page_view"),
    PRODUCT_VIEW("product_view"),
    CUSTOMER_DETAILS("customer_details"),
    CUSTOMER_LOGOUT("customer_logout"),
    CURRENCY("currency"),
    PRODUCT_RATE("product_rate"),
    SET_BASKET("set_basket"),
    /** The name in browsers, and in the vendor's documents. */
    ORDER("order"),
    /** The name between servers. */
    ORDER_TRACK("order_track"),
    /** An order that the shop's staff placed, by mail or telephone. */
    MOTO_ORDER_TRACK("moto_order_track"),
    /** Any other. */
    OTHER("");

    static final String EXPECTED =
            "page_view, product_view, customer_details, customer_logout, currency, product_rate, "
                    + "set_basket, order, order_track or moto_order_track";

    private static final Map<String, EventName> BY_LABEL = new HashMap<>();

    static {
        for (EventName name : values()) {
            BY_LABEL.put(name.label, name);
        }
    }

    private final String label;

    EventName(String label) {
        this.label = label;
    }

    static EventName of(String label) {
        return BY_LABEL.getOrDefault(label, OTHER);
    }

    boolean isOrder() {
        return this == ORDER || this == ORDER_TRACK || this == MOTO_ORDER_TRACK;
    }
}
