package dev.weir.dialect.wire;

import dev.weir.event.RejectedException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an item's fields may be, whoever's they are. A field beyond its bounds is forced into them or is as good as absent,
 * as the vendors have it: an event is not refused for it.
 */
public final class ItemFields {

    /** More in one event are refused. */
    public static final int MAX_ITEMS = 1000;

    public static final int MAX_ID = 255;

    private static final int MAX_QUANTITY = 1000;

    private ItemFields() {}

    /** An id, or null when it is absent or longer than {@value #MAX_ID} characters. */
    public static @Nullable String id(@Nullable String text) {
        return text == null || text.length() > MAX_ID ? null : text;
    }

    /** A quantity, forced into 1 to 1000, or null when it is absent or no number. */
    public static @Nullable Integer quantity(@Nullable String text) {
        return text == null ? null : Numbers.clamped(text, 1, MAX_QUANTITY);
    }

    /** A price, or null when it is absent, no number, or below zero. */
    public static @Nullable BigDecimal price(@Nullable String text) {
        BigDecimal price = text == null ? null : Numbers.decimal(text);
        return price == null || price.signum() < 0 ? null : price;
    }

    /** The value that the reader stands on as text, or null when it is null, empty, an object or an array. */
    public static @Nullable String scalar(JsonReader json) throws RejectedException {
        if (json.isNested() || json.isNull()) {
            json.skip();
            return null;
        }
        String text = json.text();
        return text.isEmpty() ? null : text;
    }
}
