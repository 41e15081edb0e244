package dev.weir.dialect.gravityfield;

import dev.weir.dialect.gravityfield.Endpoint.Api;
import dev.weir.dialect.gravityfield.Endpoint.Kind;
import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonWriter;
import dev.weir.event.Event;
import dev.weir.event.Item;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one event or engagement. V1 has an event's fields in {@code properties}, with its type, V2 beside its type; there, a
 * shop's own stay in {@code properties} if that is where they came. Products and the event's value are written from the
 * model.
 *
 * <p>Taken from the entry as it came, for the model has no place for it: what the vendor's own events say beside their product
 * or cart ({@code name}, {@code currency}, {@code value} of a cart event, ...), and the types of the shop's own fields.
 * Confined to one thread.
 */
final class EntryWriter {

    private static final String CART = "cart";
    private static final String PROPERTIES = "properties";
    private static final String VALUE = "value";

    /** What is written apart, or not at all, where it stands outside of {@code properties}. */
    private static final Set<String> APART = Set.of("type", "name", "eventType", Events.EVENT_TIME);

    /** The same, within. */
    private static final Set<String> APART_WITHIN = Set.of("eventType", Events.EVENT_TIME);

    /** V2 has these beside the type, wherever they came. */
    private static final Set<String> FLAT = Set.of(VALUE, "currency", "productId", "quantity", "uniqueTransactionId");

    private final JsonWriter json;
    private final Endpoint endpoint;
    private final Entry entry;
    private final JsonMembers outside;
    private final @Nullable JsonMembers within;
    private @Nullable String cart;
    private @Nullable Item single;
    private @Nullable BigDecimal value;
    private @Nullable String orderId;

    /**
     * A writer of one entry.
     *
     * @param json stands in an object that is still empty
     * @param body the request that the entry came in
     */
    EntryWriter(JsonWriter json, Body body, Entry entry) {
        this.json = json;
        this.endpoint = body.endpoint();
        this.entry = entry;
        this.outside = members(Arrays.copyOfRange(body.json(), entry.start(), entry.end()));
        this.within = outside.isObject(PROPERTIES) ? members(outside.bytes(PROPERTIES)) : null;
        for (String name : outside.names()) {
            String in = name.equals(PROPERTIES) && within != null ? within.json(CART) : null;
            String found = name.equals(CART) ? outside.json(CART) : in;
            cart = found == null ? cart : found;
        }
    }

    /** @param time when it happened, or null for no word of it */
    void write(Event meant, @Nullable String time) {
        know(meant);
        boolean isFlat = endpoint.api() == Api.V2 || endpoint.kind() == Kind.ENGAGEMENTS;
        if (isFlat) {
            flat(type(meant), time);
        } else {
            nested(type(meant), time);
        }
    }

    private void flat(@Nullable String type, @Nullable String time) {
        json.text("type", type).text("name", entry.texts().get("name")).text(Events.EVENT_TIME, time);
        Map<String, JsonMembers> fields = outsideFields();
        Map<String, JsonMembers> own = new LinkedHashMap<>();
        withinFields().forEach((name, came) -> {
            if (!fields.containsKey(name)) {
                (FLAT.contains(name) ? fields : own).put(name, came);
            }
        });
        fields.forEach(this::field);
        cart();
        if (!own.isEmpty()) {
            json.openObject(PROPERTIES);
            own.forEach(this::field);
            json.closeObject();
        }
    }

    private void nested(@Nullable String type, @Nullable String time) {
        String name = entry.texts().get("name");
        json.text("name", name == null ? type : name).text(Events.EVENT_TIME, time);
        json.openObject(PROPERTIES).text("eventType", type);
        Map<String, JsonMembers> fields = withinFields();
        fields.putAll(outsideFields());
        fields.forEach(this::field);
        cart();
        json.closeObject();
    }

    /** What the model knows better than the entry. */
    private void know(Event meant) {
        if (meant instanceof Event.Delta delta) {
            single = delta.items().get(0);
        } else if (meant instanceof Event.Purchase purchase) {
            single = entry.cart() == null && !purchase.items().isEmpty()
                    ? purchase.items().get(0)
                    : null;
            value = purchase.total();
            orderId = purchase.orderId();
        } else if (meant instanceof Event.Custom custom) {
            value = custom.value();
        }
    }

    private @Nullable String type(Event meant) {
        if (meant instanceof Event.Engagement engagement) {
            return engagement.action();
        }
        String eventType = entry.text("eventType");
        return eventType == null ? entry.texts().get("type") : eventType;
    }

    private void field(String name, JsonMembers came) {
        if (name.equals("productId") && single != null) {
            json.text(name, single.id());
        } else if (name.equals("quantity") && single != null) {
            json.number(name, single.quantity());
        } else if (name.equals("uniqueTransactionId") && orderId != null) {
            json.text(name, orderId);
        } else if (name.equals(VALUE) && value != null) {
            json.number(name, value);
        } else if (name.equals(VALUE) && came.scalar(name) != null) {
            json.numberOrText(name, came.scalar(name));
        } else {
            json.json(name, came.json(name));
        }
    }

    /** A cart that is faulty, in an event that is not about it, is the vendor's to judge. */
    private void cart() {
        Cart read = entry.cart();
        if (read == null) {
            return;
        }
        if (read.fault() != null) {
            json.json(CART, cart);
            return;
        }
        json.openArray(CART);
        for (Item item : read.items()) {
            json.openElement()
                    .text("productId", item.id())
                    .number("quantity", item.quantity())
                    .number("itemPrice", item.price())
                    .closeObject();
        }
        json.closeArray();
    }

    /** By name, what they stand in. */
    private Map<String, JsonMembers> outsideFields() {
        Map<String, JsonMembers> fields = new LinkedHashMap<>();
        for (String name : outside.names()) {
            boolean isField = !name.equals(CART) && !(name.equals(PROPERTIES) && within != null);
            if (isField && !APART.contains(name) && outside.json(name) != null) {
                fields.put(name, outside);
            }
        }
        return fields;
    }

    private Map<String, JsonMembers> withinFields() {
        Map<String, JsonMembers> fields = new LinkedHashMap<>();
        if (within == null) {
            return fields;
        }
        for (String name : within.names()) {
            if (!name.equals(CART) && !APART_WITHIN.contains(name) && within.json(name) != null) {
                fields.put(name, within);
            }
        }
        return fields;
    }

    private static JsonMembers members(byte[] json) {
        JsonMembers members = JsonMembers.of(json);
        if (members == null) {
            throw new IllegalStateException("a part of a request that was accepted, and is no JSON object");
        }
        return members;
    }
}
