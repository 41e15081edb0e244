package dev.weir.dialect.personaclick;

import dev.weir.dialect.wire.JsonReader;
import dev.weir.dialect.wire.Numbers;
import dev.weir.event.Item;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code items} of an event. An item is an object with an id, or, in the API reference's own sample of a whole wish
 * list, the bare id. Items whose id is empty, no scalar or longer than {@value #MAX_ID} characters are dropped, as the
 * vendor does.
 *
 * @param kept the items that are left
 * @param sent how many there were, at most {@value #MAX_ITEMS}
 */
record ItemArray(List<Item> kept, int sent) {

    static final int MAX_ITEMS = 1000;
    static final int MAX_ID = 255;
    private static final int MAX_QUANTITY = 1000;

    /** Reads the array that the reader stands on. */
    static ItemArray read(JsonReader json) throws RejectedException {
        List<Item> kept = new ArrayList<>(4);
        int sent = 0;
        while (json.nextElement()) {
            if (++sent > MAX_ITEMS) {
                throw new RejectedException(
                        Rejection.TOO_COMPLEX, Param.ITEMS.label(), "too many (expected: at most " + MAX_ITEMS + ")");
            }
            Item item = json.isObject() ? object(json) : bare(json);
            if (item != null) {
                kept.add(item);
            }
        }
        return new ItemArray(List.copyOf(kept), sent);
    }

    private static @Nullable Item bare(JsonReader json) throws RejectedException {
        String id = id(json);
        return id == null ? null : Item.of(id);
    }

    private static @Nullable Item object(JsonReader json) throws RejectedException {
        String id = null;
        String amount = null;
        String quantity = null;
        String price = null;
        String lineId = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "id" -> id = id(json);
                case "amount" -> amount = scalar(json);
                case "quantity" -> quantity = scalar(json);
                case "price" -> price = scalar(json);
                case "line_id" -> lineId = scalar(json);
                default -> json.skip();
            }
        }
        if (id == null) {
            return null;
        }
        // Synonyms; SDKs that send both send the same in both.
        String count = amount != null ? amount : quantity;
        return new Item(id, count == null ? null : Numbers.clamped(count, 1, MAX_QUANTITY), price(price), lineId);
    }

    /** A price, or null when it is no number, or below zero. */
    static @Nullable BigDecimal price(@Nullable String text) {
        BigDecimal price = text == null ? null : Numbers.decimal(text);
        return price == null || price.signum() < 0 ? null : price;
    }

    private static @Nullable String id(JsonReader json) throws RejectedException {
        String id = scalar(json);
        return id == null || id.length() > MAX_ID ? null : id;
    }

    /** The value as text, or null when it is null, empty, an object or an array. */
    private static @Nullable String scalar(JsonReader json) throws RejectedException {
        if (json.isNested() || json.isNull()) {
            json.skip();
            return null;
        }
        String text = json.text();
        return text.isEmpty() ? null : text;
    }
}
