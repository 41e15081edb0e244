package dev.weir.dialect.pureclarity;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts at the top level of a request; the label is their name on the wire. */
enum Member {
    APP_ID("appId"),
    SECRET_KEY("secretKey"),
    CURRENT_URL("currentUrl"),
    USER_AGENT("userAgent"),
    IP("ip"),
    VISITOR_ID("visitorId"),
    SESSION_ID("sessionId"),
    REFERER("referer"),
    SEARCH_TERM("searchterm"),
    CURRENCY("currency");

    static final int COUNT = values().length;

    private static final Map<String, Member> BY_LABEL = new HashMap<>();

    static {
        for (Member member : values()) {
            BY_LABEL.put(member.label, member);
        }
    }

    private final String label;

    Member(String label) {
        this.label = label;
    }

    static @Nullable Member of(String label) {
        return BY_LABEL.get(label);
    }

    String label() {
        return label;
    }

    /** Where {@link Body} keeps it. */
    @SuppressWarnings("EnumOrdinal") // In one process's memory alone: nothing is stored or sent by it.
    int slot() {
        return ordinal();
    }
}
