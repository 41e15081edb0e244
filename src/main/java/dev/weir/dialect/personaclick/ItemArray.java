package dev.weir.dialect.personaclick;

import dev.weir.dialect.wire.ItemFields;
import dev.weir.dialect.wire.JsonReader;
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

    static final int MAX_ITEMS = ItemFields.MAX_ITEMS;
    static final int MAX_ID = ItemFields.MAX_ID;

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
                case "amount" -> amount = ItemFields.scalar(json);
                case "quantity" -> quantity = ItemFields.scalar(json);
                case "price" -> price = ItemFields.scalar(json);
                case "line_id" -> lineId = ItemFields.scalar(json);
                default -> json.skip();
            }
        }
        if (id == null) {
            return null;
        }
        // Synonyms; SDKs that send both send the same in both.
        String count = amount != null ? amount : quantity;
        return new Item(id, ItemFields.quantity(count), price(price), lineId);
    }

    /** A price, or null when it is no number, or below zero. */
    static @Nullable BigDecimal price(@Nullable String text) {
        return ItemFields.price(text);
    }

    private static @Nullable String id(JsonReader json) throws RejectedException {
        return ItemFields.id(ItemFields.scalar(json));
    }
}
