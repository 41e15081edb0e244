package dev.weir.dialect.gravityfield;

import dev.weir.dialect.wire.JsonReader;
import dev.weir.dialect.wire.Numbers;
import dev.weir.event.Item;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code cart} of an event: {@code [{productId, quantity, itemPrice}]}. What is wrong with it is held against the event
 * only where the event is about the cart, and then nothing of it is left out: a cart of two things out of three would
 * overwrite the right one. A quantity of zero says that the thing is not in it.
 *
 * @param fault the first thing that is wrong, or null
 */
record Cart(List<Item> items, @Nullable RejectedException fault) {

    static final int MAX_ID = 255;
    static final String EXPECTED = "an array of objects with productId, quantity and itemPrice; [] for an empty cart";
    static final String EXPECTED_ID = "the product's id, 1 to " + MAX_ID + " characters";

    private static final int MAX_ITEMS = 1000;
    private static final int MAX_QUANTITY = 1000;

    /** Reads the value that the reader stands on, which is not null. */
    static Cart read(JsonReader json, String path) throws RejectedException {
        if (!json.isArray()) {
            json.skip();
            return new Cart(List.of(), Faults.malformed(path, "no array", EXPECTED));
        }
        List<Item> items = new ArrayList<>();
        RejectedException fault = null;
        for (int index = 0; json.nextElement(); index++) {
            if (index == MAX_ITEMS) {
                throw new RejectedException(
                        Rejection.TOO_COMPLEX, path, "too many items (expected: at most " + MAX_ITEMS + ")");
            }
            String itemPath = path + "[" + index + "]";
            if (!json.isObject()) {
                json.skip();
                fault = fault != null ? fault : Faults.malformed(itemPath, "no object", "an object with productId");
                continue;
            }
            Map<String, String> texts = Texts.of(json);
            try {
                addItem(items, texts, itemPath);
            } catch (RejectedException e) {
                fault = fault != null ? fault : e;
            }
        }
        return new Cart(items, fault);
    }

    /** The items; an array that is faulty has none to give. */
    List<Item> soundItems() throws RejectedException {
        if (fault != null) {
            throw fault;
        }
        return items;
    }

    /** What one piece of the product costs, or null when the cart does not say. */
    @Nullable
    BigDecimal priceOf(String productId) {
        for (Item item : items) {
            if (item.id().equals(productId)) {
                return item.price();
            }
        }
        return null;
    }

    static String productId(Map<String, String> texts, String path) throws RejectedException {
        String id = texts.get("productId");
        if (id == null) {
            throw Faults.missing(path + ".productId", EXPECTED_ID);
        }
        if (id.length() > MAX_ID) {
            throw Faults.malformed(path + ".productId", "too long", EXPECTED_ID);
        }
        return id;
    }

    /** The quantity, at most 1000, or null when it is not there. */
    static @Nullable Integer quantity(Map<String, String> texts, String path) throws RejectedException {
        BigDecimal quantity = number(texts, "quantity", path);
        if (quantity == null || quantity.signum() == 0) {
            return quantity == null ? null : 0;
        }
        boolean beyond = quantity.compareTo(BigDecimal.valueOf(MAX_QUANTITY)) > 0;
        return beyond ? MAX_QUANTITY : Math.max(1, quantity.intValue());
    }

    /** A number from zero upwards, or null when it is not there. */
    static @Nullable BigDecimal number(Map<String, String> texts, String name, String path) throws RejectedException {
        String text = texts.get(name);
        if (text == null) {
            return null;
        }
        BigDecimal number = Numbers.decimal(text);
        if (number == null || number.signum() < 0) {
            throw Faults.malformed(
                    path + "." + name, number == null ? "no number" : "below zero", "a number, 0 or more");
        }
        return number;
    }

    private static void addItem(List<Item> items, Map<String, String> texts, String path) throws RejectedException {
        String id = productId(texts, path);
        Integer quantity = quantity(texts, path);
        BigDecimal price = number(texts, "itemPrice", path);
        if (quantity == null || quantity > 0) {
            items.add(new Item(id, quantity, price, null));
        }
    }
}
