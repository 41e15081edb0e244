package dev.weir.dialect.pureclarity;

import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonWriter;
import dev.weir.event.Event;
import dev.weir.event.Item;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes one element of {@code events}. A basket is an array; an order has items where it came under the name that it has in
 * browsers, and numbered keys between servers.
 *
 * <p>Taken from the element as it came: which of its names an order came under, the {@code children} of a bundle, and the
 * type of what only the shop knows the meaning of. Confined to one thread.
 */
final class EventWriter {

    private static final String DATA = EventData.WHOLE;
    private static final String ITEMS = "items";

    private final JsonWriter json;
    private final EventData came;
    private final Body body;
    private final JsonMembers event;
    private final @Nullable JsonMembers data;

    /** @param json stands in the element's object, which is still empty */
    EventWriter(JsonWriter json, EventData came, Body body) {
        JsonMembers members = JsonMembers.of(came.json());
        if (members == null) {
            throw new IllegalStateException("an event that was accepted, and is no JSON object");
        }
        this.json = json;
        this.came = came;
        this.body = body;
        this.event = members;
        this.data = members.isObject(DATA) ? JsonMembers.of(members.bytes(DATA)) : null;
    }

    void write(Event meant) {
        json.text("name", came.label());
        if (meant instanceof Event.FullSync basket) {
            json.openArray(DATA);
            products(basket.items());
            json.closeArray();
        } else if (meant instanceof Event.Custom && data == null && event.json(DATA) != null) {
            json.json(DATA, event.json(DATA));
        } else {
            json.openObject(DATA);
            fields(meant);
            json.closeObject();
        }
    }

    private void fields(Event meant) {
        if (meant instanceof Event.Page page) {
            page(page);
        } else if (meant instanceof Event.View view) {
            json.text("id", view.item().id());
        } else if (meant instanceof Event.Profile profile) {
            own(profile.properties());
        } else if (meant instanceof Event.Purchase order) {
            order(order);
        } else if (meant instanceof Event.Custom custom) {
            own(custom.properties());
        } else {
            throw new IllegalStateException("no event of this dialect: " + meant.type());
        }
    }

    private void page(Event.Page page) {
        json.text("page_type", page.pageType());
        Map<String, String> details = new TreeMap<>(page.details());
        if (body.text(Member.SEARCH_TERM) != null) {
            // The request says it.
            details.remove(Member.SEARCH_TERM.label());
        }
        own(details);
    }

    private void order(Event.Purchase order) {
        Map<String, String> identifiers = order.context().identifiers();
        json.text("orderid", order.orderId())
                .text("email", identifiers.get("email"))
                .text("userid", identifiers.get("external_id"))
                .number("ordertotal", order.total());
        own(order.details());
        boolean isNumbered = came.name() != EventName.ORDER || order.details().containsKey(ITEMS);
        if (isNumbered) {
            numbered(order.items());
        } else if (!order.items().isEmpty()) {
            json.openArray(ITEMS);
            products(order.items());
            json.closeArray();
        }
    }

    private void products(List<Item> items) {
        for (int i = 0; i < items.size(); i++) {
            json.openElement();
            product(items.get(i), i, "");
            json.closeObject();
        }
    }

    private void numbered(List<Item> items) {
        for (int i = 0; i < items.size(); i++) {
            product(items.get(i), i, Integer.toString(i + 1));
        }
    }

    private void product(Item item, int index, String number) {
        Products products = came.products();
        json.text("id" + number, item.id())
                .text("refid" + number, item.lineId())
                .number("qty" + number, item.quantity())
                .number("unitprice" + number, item.price())
                .json("children" + number, products == null ? null : products.children(index, came.json()));
    }

    /** In a fixed order, so that the same event is the same text. */
    private void own(Map<String, String> fields) {
        new TreeMap<>(fields).forEach((name, text) -> json.asItCame(name, data, text));
    }
}
