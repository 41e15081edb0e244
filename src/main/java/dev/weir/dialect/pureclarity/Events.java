package dev.weir.dialect.pureclarity;

import dev.weir.dialect.wire.ItemFields;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each event means. */
final class Events {

    private static final String SOMEBODY = "email, userid or accid";
    private static final String EXPECTED_BASKET = "an array of products with an id, empty for an empty basket";
    private static final String EXPECTED_PRODUCTS = "id1, id2 and so on, or items with an id";

    private Events() {}

    /**
     * What the event means. What it leaves in {@code data} is not to be relied on.
     *
     * @param strict whether what the vendor's documents ask for must be there, and nothing that they do not know
     */
    static Event read(EventData data, Body body, boolean strict) throws RejectedException {
        return switch (data.name()) {
            case PAGE_VIEW -> page(data, body);
            case PRODUCT_VIEW ->
                new Event.View(body.context(), Item.of(data.requiredId("id", "the id of the product")));
            case CUSTOMER_DETAILS -> profile(data, body, strict);
            case SET_BASKET -> new Event.FullSync(body.context(), ItemList.CART, basket(data));
            case ORDER, ORDER_TRACK, MOTO_ORDER_TRACK -> purchase(data, body, strict);
            case CUSTOMER_LOGOUT, CURRENCY, PRODUCT_RATE -> custom(data, body);
            case OTHER -> {
                if (strict) {
                    throw Refusals.refusal(
                            Rejection.UNKNOWN_EVENT, data.path() + ".name", "unknown", EventName.EXPECTED);
                }
                yield custom(data, body);
            }
        };
    }

    /** What the client calls this very event, or null: an order's number for an order, of which the vendor drops repeats. */
    static @Nullable String id(EventData data) throws RejectedException {
        return data.optionalId(data.name().isOrder() ? "orderid" : "event_id");
    }

    /** Any word is taken for the type of the page: the document's own example is none of those that it lists. */
    private static Event page(EventData data, Body body) {
        String type = data.take("page_type");
        Map<String, String> details = data.fields();
        String searched = body.text(Member.SEARCH_TERM);
        if (searched != null) {
            // A field of the request, and no event: whether the page shows its results, only the type of the page says.
            details.put(Member.SEARCH_TERM.label(), searched);
        }
        return new Event.Page(body.context(), type, body.url(Member.CURRENT_URL), details);
    }

    /** Whether the customer's group is groupid or group_id, the vendor's own documents do not agree. */
    private static Event profile(EventData data, Body body, boolean strict) throws RejectedException {
        if (!data.hasData()) {
            throw Refusals.missing(data.path(""), "missing", "an object with " + SOMEBODY);
        }
        data.rename("group_id", "groupid");
        Map<String, String> identifiers = identifiers(data, strict);
        return new Event.Profile(body.contextOf(identifiers), data.fields());
    }

    /** A basket of nothing but junk is no word that the basket is empty. */
    private static List<Item> basket(EventData data) throws RejectedException {
        Products products = data.products();
        if (products == null) {
            throw data.hasData()
                    ? Refusals.malformed(data.path(""), "no array", EXPECTED_BASKET)
                    : Refusals.missing(data.path(""), "missing", EXPECTED_BASKET);
        }
        List<Item> items = products.items();
        if (items.isEmpty() && !products.isEmpty()) {
            throw Refusals.missing(data.path(""), "no product has an id of 1 to 255 characters", EXPECTED_BASKET);
        }
        return items;
    }

    private static Event purchase(EventData data, Body body, boolean strict) throws RejectedException {
        String orderId = data.requiredId("orderid", "the number of the order");
        BigDecimal total = ItemFields.price(data.text("ordertotal"));
        Map<String, String> identifiers = identifiers(data, strict);
        List<Item> items = ordered(data, strict);
        data.rename("group_id", "groupid");
        data.rename("zipcode", "postcode");
        Map<String, String> details = data.fields();
        details.remove("orderid");
        if (total != null) {
            details.remove("ordertotal");
        }
        if (identifiers.containsKey("email")) {
            details.remove("email");
        }
        if (identifiers.containsKey("external_id")) {
            details.remove("userid");
        }
        return new Event.Purchase(body.contextOf(identifiers), orderId, total, items, details);
    }

    /** An order is told of even when nothing is known of what was ordered: it is money, and the number says which. */
    private static List<Item> ordered(EventData data, boolean strict) throws RejectedException {
        Products products = data.products();
        List<Item> items = products == null ? List.of() : products.items();
        if (strict && items.isEmpty()) {
            throw Refusals.missing(
                    data.path("id1"),
                    products == null ? "missing" : "no product has an id of 1 to 255 characters",
                    EXPECTED_PRODUCTS);
        }
        return items;
    }

    private static Event custom(EventData data, Body body) {
        return new Event.Custom(body.context(), data.label(), null, null, null, data.fields());
    }

    private static Map<String, String> identifiers(EventData data, boolean strict) throws RejectedException {
        String email = data.text("email");
        String userId = data.text("userid");
        if (strict && email == null && userId == null && data.text("accid") == null) {
            throw Refusals.missing(data.path("email"), "missing", SOMEBODY);
        }
        if (email == null && userId == null) {
            return Map.of();
        }
        Map<String, String> identifiers = new HashMap<>();
        if (email != null) {
            identifiers.put("email", email);
        }
        if (userId != null) {
            identifiers.put("external_id", userId);
        }
        return identifiers;
    }
}
