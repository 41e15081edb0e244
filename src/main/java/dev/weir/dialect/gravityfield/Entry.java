package dev.weir.dialect.gravityfield;

import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.RejectedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One element of a request's list: an event, an engagement, or one thing that is asked for. V1 has an event's fields in
 * {@code properties}, V2 beside its type; either is taken from either.
 *
 * @param path where it stands in the body
 * @param start its first byte
 * @param end the byte after its last
 * @param texts its members, {@code cart} and {@code properties} apart
 * @param properties the members of {@code properties}
 * @param cart null where there is none
 * @param fault what is wrong with it as a whole, or null
 */
record Entry(
        String path,
        int start,
        int end,
        Map<String, String> texts,
        Map<String, String> properties,
        @Nullable Cart cart,
        @Nullable RejectedException fault) {

    private static final String CART = "cart";
    private static final String PROPERTIES = "properties";

    /** What an event says of itself, and not of what happened. */
    private static final Set<String> IDENTITY = Set.of("eventType", "eventTime", "event_id", "eventId");

    /** The same, where they stand outside of {@code properties}; within, they are the shop's own. */
    private static final Set<String> NAMES = Set.of("type", "name");

    /** Reads the value that the reader stands on. */
    static Entry read(JsonReader json, String path) throws RejectedException {
        int start = json.startOffset();
        if (!json.isObject()) {
            json.skip();
            RejectedException fault = Faults.malformed(path, "no object", "an object");
            return new Entry(path, start, json.endOffset(), Map.of(), Map.of(), null, fault);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> properties = new LinkedHashMap<>();
        Cart cart = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals(PROPERTIES) && json.isObject()) {
                Cart nested = readProperties(json, properties, path + "." + PROPERTIES);
                cart = nested == null ? cart : nested;
            } else if (name.equals(CART) && !json.isNull()) {
                cart = Cart.read(json, path + "." + CART);
            } else {
                Texts.put(texts, name, json);
            }
        }
        return new Entry(path, start, json.endOffset(), texts, properties, cart, null);
    }

    /** A field, wherever it stands. */
    @Nullable
    String text(String name) {
        String text = texts.get(name);
        return text == null ? properties.get(name) : text;
    }

    /** What it says of what happened, from both places; what stands outside of {@code properties} counts. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>(properties);
        fields.keySet().removeAll(IDENTITY);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            if (!IDENTITY.contains(text.getKey()) && !NAMES.contains(text.getKey())) {
                fields.put(text.getKey(), text.getValue());
            }
        }
        return fields;
    }

    /** Where the event's fields are, or would be. */
    String fieldPath() {
        return properties.isEmpty() ? path : path + "." + PROPERTIES;
    }

    private static @Nullable Cart readProperties(JsonReader json, Map<String, String> properties, String path)
            throws RejectedException {
        Cart cart = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals(CART) && !json.isNull()) {
                cart = Cart.read(json, path + "." + CART);
            } else {
                Texts.put(properties, name, json);
            }
        }
        return cart;
    }
}
