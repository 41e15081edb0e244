package dev.weir.dialect.personaclick;

import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The events of {@code /push}. */
final class PushEvents {

    private static final String EXPECTED_EVENT = "view, category, search, cart, remove_from_cart, purchase, wish, "
            + "remove_wish, recone_view or recone_click";
    private static final String EXPECTED_ITEMS = "a JSON array of objects with an id";

    /** What an order may say beside its number, its price and its items; {@code custom} comes apart. */
    private static final Param[] ORDER_DETAILS = {
        Param.ORDER_CASH,
        Param.ORDER_BONUSES,
        Param.ORDER_DELIVERY,
        Param.ORDER_DISCOUNT,
        Param.PROMOCODE,
        Param.DELIVERY_ADDRESS,
        Param.DELIVERY_TYPE,
        Param.PAYMENT_TYPE,
        Param.TAX_FREE,
        Param.CHANNEL,
        Param.RECOMMENDED_SOURCE
    };

    private static final Param[] PROMOTION_DETAILS = {Param.CAMPAIGN, Param.INVENTORY, Param.POSITION};

    private static final Set<String> EVENTS = Set.of(
            "view",
            "category",
            "search",
            "cart",
            "remove_from_cart",
            "wish",
            "remove_wish",
            "purchase",
            "recone_view",
            "recone_click");

    private PushEvents() {}

    /** Whether an event of this name is one of the vendor's own. */
    static boolean has(String event) {
        return EVENTS.contains(event);
    }

    static Event read(Fields fields, Context context) throws RejectedException {
        String event = fields.required(Param.EVENT, EXPECTED_EVENT);
        return switch (event) {
            case "view" -> new Event.View(context, items(fields).get(0));
            case "category" ->
                new Event.Category(context, fields.requiredId(Param.CATEGORY_ID, "the id of the category"));
            case "search" -> search(fields, context);
            case "cart" -> list(fields, context, ItemList.CART, Param.FULL_CART);
            case "remove_from_cart" -> new Event.Delta(context, ItemList.CART, false, items(fields));
            case "wish" -> list(fields, context, ItemList.WISH, Param.FULL_WISH);
            case "remove_wish" -> new Event.Delta(context, ItemList.WISH, false, items(fields));
            case "purchase" -> purchase(fields, context);
            case "recone_view" -> promotion(fields, context, false);
            case "recone_click" -> promotion(fields, context, true);
            default ->
                throw new RejectedException(
                        Rejection.UNKNOWN_EVENT, Param.EVENT.label(), "unknown (expected: " + EXPECTED_EVENT + ")");
        };
    }

    private static Event search(Fields fields, Context context) throws RejectedException {
        String query = fields.required(Param.SEARCH_QUERY, "the text that was searched for");
        return new Event.Search(context, query, fields.parameters().textOrJson(Param.RESULTS));
    }

    private static Event list(Fields fields, Context context, ItemList list, Param full) throws RejectedException {
        if (!fields.isTrue(full)) {
            return new Event.Delta(context, list, true, items(fields));
        }
        ItemArray sent = fields.parameters().items();
        boolean empty = sent == null ? !hasText(fields, Param.ITEMS) : sent.sent() == 0;
        // A list of nothing but junk is no word that the list is empty: items() refuses it.
        return new Event.FullSync(context, list, empty ? List.of() : items(fields));
    }

    private static Event purchase(Fields fields, Context context) throws RejectedException {
        Map<String, String> details = details(fields, ORDER_DETAILS);
        if (fields.strict()
                && fields.parameters().isPresent(Param.CUSTOM)
                && fields.parameters().flattened().isEmpty()) {
            throw Fields.malformed(Param.CUSTOM, "no object, or an empty one", "an object with the order's properties");
        }
        for (Map.Entry<String, String> custom : fields.parameters().flattened().entrySet()) {
            details.put("custom." + custom.getKey(), custom.getValue());
        }
        return new Event.Purchase(
                context,
                fields.optionalId(Param.ORDER_ID),
                ItemArray.price(fields.parameters().text(Param.ORDER_PRICE)),
                items(fields),
                details);
    }

    private static Event promotion(Fields fields, Context context, boolean clicked) {
        return new Event.Promotion(context, clicked, details(fields, PROMOTION_DETAILS));
    }

    private static Map<String, String> details(Fields fields, Param[] params) {
        Map<String, String> details = new HashMap<>();
        for (Param param : params) {
            String text = fields.parameters().textOrJson(param);
            if (text != null) {
                details.put(param.label(), text);
            }
        }
        return details;
    }

    /** The items of an event that makes no sense without. */
    private static List<Item> items(Fields fields) throws RejectedException {
        ItemArray items = fields.parameters().items();
        if (items == null) {
            if (hasText(fields, Param.ITEMS)) {
                throw Fields.malformed(Param.ITEMS, "no array", EXPECTED_ITEMS);
            }
            throw missingItems("missing");
        }
        if (items.kept().isEmpty()) {
            throw missingItems(items.sent() == 0 ? "empty" : "none has an id of 1 to 255 characters");
        }
        return items.kept();
    }

    private static boolean hasText(Fields fields, Param param) {
        return fields.parameters().textOrJson(param) != null;
    }

    private static RejectedException missingItems(String found) {
        return new RejectedException(
                Rejection.MISSING_PARAMETER, Param.ITEMS.label(), found + " (expected: " + EXPECTED_ITEMS + ")");
    }
}
