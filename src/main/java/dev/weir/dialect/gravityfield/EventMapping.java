package dev.weir.dialect.gravityfield;

import dev.weir.dialect.wire.Numbers;
import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.event.RejectedException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event of {@code /event}, or an engagement, means. */
final class EventMapping {

    /** The vendor's documents name the schema and not its fields; these are what it, and its like, call the text. */
    private static final List<String> QUERY_WORDS =
            List.of("keywords", "keyword", "query", "searchQuery", "search_query");

    private static final String EXPECTED_TYPE = "the type of the event, such as add-to-cart-v1, or a name";

    private EventMapping() {}

    /** The event that an entry is. */
    static Event event(Entry entry, Context context) throws RejectedException {
        if (entry.fault() != null) {
            throw entry.fault();
        }
        String eventType = entry.text("eventType");
        String type = eventType == null ? entry.texts().getOrDefault("type", "") : eventType;
        return switch (type) {
            case "add-to-cart-v1" -> delta(entry, context, ItemList.CART, true);
            case "remove-from-cart-v1" -> delta(entry, context, ItemList.CART, false);
            case "add-to-wishlist-v1" -> delta(entry, context, ItemList.WISH, true);
            case "remove-from-wishlist-v1" -> delta(entry, context, ItemList.WISH, false);
            case "sync-cart-v1" -> sync(entry, context);
            case "purchase-v1" -> purchase(entry, context);
            case "keywordSearch", "keyword-search-v1" -> search(entry, context, type);
            default -> custom(entry, context, type.isEmpty() ? null : type);
        };
    }

    /** The engagement that an entry is. */
    static Event engagement(Entry entry, Context context) throws RejectedException {
        if (entry.fault() != null) {
            throw entry.fault();
        }
        Map<String, String> details = entry.fields();
        String type = entry.text("type");
        String eventType = type == null ? entry.text("eventType") : type;
        String action = eventType == null ? entry.text("name") : eventType;
        if (action == null) {
            throw Faults.missing(entry.path() + ".type", "what the visitor did, such as CLICK");
        }
        return new Event.Engagement(context, action, details);
    }

    /** What the client calls this event: an order's number, or an id that it was given; or null. */
    static @Nullable String id(Entry entry) {
        String eventId = entry.text("event_id");
        String id = eventId == null ? entry.text("eventId") : eventId;
        return id == null ? entry.text("uniqueTransactionId") : id;
    }

    private static Event delta(Entry entry, Context context, ItemList list, boolean added) throws RejectedException {
        Item item = item(entry);
        return new Event.Delta(context, list, added, List.of(item));
    }

    private static Event sync(Entry entry, Context context) throws RejectedException {
        Cart cart = entry.cart();
        if (cart == null) {
            // A null is no word that the cart is empty: it would be emptied by whoever does not know it.
            throw Faults.missing(entry.fieldPath() + ".cart", Cart.EXPECTED);
        }
        return new Event.FullSync(context, ItemList.CART, cart.soundItems());
    }

    private static Event purchase(Entry entry, Context context) throws RejectedException {
        Map<String, String> details = entry.fields();
        String path = entry.fieldPath();
        String orderId = details.remove("uniqueTransactionId");
        if (orderId != null && orderId.length() > Cart.MAX_ID) {
            throw Faults.malformed(path + ".uniqueTransactionId", "too long", "at most " + Cart.MAX_ID + " characters");
        }
        BigDecimal total = Cart.number(details, "value", path);
        Cart cart = entry.cart();
        List<Item> items =
                cart != null ? cart.soundItems() : details.containsKey("productId") ? List.of(item(entry)) : List.of();
        details.keySet().removeAll(Set.of("value", "productId", "quantity"));
        return new Event.Purchase(context, orderId, total, items, details);
    }

    private static Event search(Entry entry, Context context, String type) {
        for (String word : QUERY_WORDS) {
            String query = entry.text(word);
            if (query != null) {
                return new Event.Search(context, query, entry.text("results"));
            }
        }
        return custom(context, entry.texts().getOrDefault("name", type), type, entry);
    }

    private static Event custom(Entry entry, Context context, @Nullable String type) throws RejectedException {
        String name = entry.texts().get("name");
        String called = name == null ? type : name;
        if (called == null) {
            throw Faults.missing(entry.path() + ".type", EXPECTED_TYPE);
        }
        if (called.length() > Cart.MAX_ID) {
            throw Faults.malformed(
                    entry.path() + (name == null ? ".type" : ".name"),
                    "too long",
                    "at most " + Cart.MAX_ID + " characters");
        }
        return custom(context, called, type, entry);
    }

    private static Event custom(Context context, String name, @Nullable String type, Entry entry) {
        Map<String, String> properties = entry.fields();
        String value = properties.get("value");
        BigDecimal number = value == null ? null : Numbers.decimal(value);
        if (number != null) {
            properties.remove("value");
        }
        return new Event.Custom(context, name, name.equals(type) ? null : type, null, number, properties);
    }

    /** The one product that an event is about. Its price is the cart's: {@code value} is the event's as a whole. */
    private static Item item(Entry entry) throws RejectedException {
        Map<String, String> fields = entry.fields();
        String path = entry.fieldPath();
        String id = Cart.productId(fields, path);
        Integer quantity = Cart.quantity(fields, path);
        if (quantity != null && quantity == 0) {
            throw Faults.malformed(path + ".quantity", "zero", "1 or more, or no such field");
        }
        Cart cart = entry.cart();
        return new Item(id, quantity, cart == null ? null : cart.priceOf(id), null);
    }
}
