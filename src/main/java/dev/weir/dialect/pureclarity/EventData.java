package dev.weir.dialect.pureclarity;

import dev.weir.dialect.wire.ItemFields;
import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code events}: its name and what its {@code data} says. Scalars are kept as text; an empty array is what
 * PHP makes of an empty object. Confined to one thread.
 */
final class EventData {

    /** More than any shop names; the products of an order count apart. */
    static final int MAX_FIELDS = 256;

    /** The field that data is kept under which has no fields of its own. */
    static final String WHOLE = "data";

    private final byte[] json;
    private final int index;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private @Nullable Set<String> nested;
    private @Nullable String label;
    private EventName name = EventName.OTHER;
    private boolean hasData;
    private @Nullable Products products;
    private final Products numbered = new Products();

    private EventData(byte[] json, int index) {
        this.json = json;
        this.index = index;
    }

    /**
     * Reads an event.
     *
     * @param json the element's own bytes
     * @param index its place, for what is said of its faults
     */
    static EventData read(byte[] json, int index) throws RejectedException {
        EventData event = new EventData(json, index);
        if (json[0] != '{') {
            throw Refusals.malformed("events[" + index + "]", "no object", "an object with name and data");
        }
        try {
            // What data holds is read by the event's name: where that stands behind it, the event is read twice.
            if (event.walk(json)) {
                event.walk(json);
            }
        } catch (RejectedException e) {
            throw e.parameter() != null
                    ? e
                    : new RejectedException(e.rejection(), event.path(), String.valueOf(e.getMessage()));
        }
        return event;
    }

    /** The element's own bytes. */
    byte[] json() {
        return json;
    }

    EventName name() {
        return name;
    }

    /** The name as sent. */
    String label() {
        return label == null ? "" : label;
    }

    /** Whether there is data at all; {@code []} is some. */
    boolean hasData() {
        return hasData;
    }

    /** The data's fields that are neither null nor empty, without the products; a nested one as its JSON text. */
    Map<String, String> fields() {
        return fields;
    }

    /** The products of a basket or an order, or null when there was no word of any; an array counts before numbered keys. */
    @Nullable
    Products products() {
        return products != null || numbered.isEmpty() ? products : numbered;
    }

    /** A field as text, or null when it is absent, empty, null, or no scalar. */
    @Nullable
    String text(String field) {
        return nested != null && nested.contains(field) ? null : fields.get(field);
    }

    /** The same, and {@link #fields()} holds it no longer. */
    @Nullable
    String take(String field) {
        String text = text(field);
        if (text != null) {
            fields.remove(field);
        }
        return text;
    }

    /** Puts a field that came under this name under that one, unless it came there too. */
    void rename(String from, String to) {
        String value = fields.get(from);
        if (value != null && !fields.containsKey(to)) {
            fields.put(to, value);
            fields.remove(from);
        }
    }

    /** An id that must be there, at most 255 characters. */
    String requiredId(String field, String expected) throws RejectedException {
        String id = optionalId(field);
        if (id == null) {
            throw nested != null && nested.contains(field)
                    ? Refusals.malformed(path(field), "an object or an array", expected)
                    : Refusals.missing(path(field), "missing", expected);
        }
        return id;
    }

    /** An id of at most 255 characters: an overlong one is refused, for no other could stand for it. */
    @Nullable
    String optionalId(String field) throws RejectedException {
        String id = text(field);
        if (id != null && id.length() > ItemFields.MAX_ID) {
            throw Refusals.tooLong(path(field), ItemFields.MAX_ID);
        }
        return id;
    }

    String path() {
        return "events[" + index + "]";
    }

    String path(String field) {
        return path() + (field.isEmpty() ? ".data" : ".data." + field);
    }

    /** Goes through the event; whether its data had to be left for another walk. */
    private boolean walk(byte[] element) throws RejectedException {
        boolean left = false;
        try (JsonReader json = JsonReader.open(element, Set.of())) {
            for (String member = json.nextName(); member != null; member = json.nextName()) {
                if (member.equals("name") && label == null) {
                    name(json);
                } else if (member.equals("data") && label != null) {
                    data(json);
                } else {
                    left |= member.equals("data");
                    json.skip();
                }
            }
            json.end();
        }
        if (label == null) {
            throw Refusals.missing(path() + ".name", "missing", "the name of the event");
        }
        return left;
    }

    private void name(JsonReader json) throws RejectedException {
        label = ItemFields.scalar(json);
        if (label != null) {
            name = EventName.of(label);
            if (label.length() > ItemFields.MAX_ID) {
                throw Refusals.tooLong(path() + ".name", ItemFields.MAX_ID);
            }
        }
    }

    private void data(JsonReader json) throws RejectedException {
        hasData = !json.isNull();
        if (json.isObject()) {
            for (String field = json.nextName(); field != null; field = json.nextName()) {
                field(field, json);
            }
        } else if (json.isArray() && name == EventName.SET_BASKET) {
            products = Products.read(json);
        } else if (json.isArray()) {
            String array = json.rawJson();
            if (!array.substring(1, array.length() - 1).isBlank()) {
                nest(WHOLE, array);
            }
        } else {
            scalar(WHOLE, json);
        }
    }

    private void field(String field, JsonReader json) throws RejectedException {
        if ((name.isOrder() || name == EventName.SET_BASKET) && field.equals("items") && json.isArray()) {
            products = Products.read(json);
        } else if (!(name.isOrder() && numbered.takeNumbered(field, json))) {
            if (json.isNested()) {
                nest(field, json.rawJson());
            } else {
                scalar(field, json);
            }
        }
    }

    private void scalar(String field, JsonReader json) throws RejectedException {
        String text = ItemFields.scalar(json);
        if (text != null) {
            put(field, text);
        }
    }

    private void nest(String field, String json) throws RejectedException {
        if (nested == null) {
            nested = new HashSet<>();
        }
        nested.add(field);
        put(field, json);
    }

    private void put(String field, String text) throws RejectedException {
        if (fields.size() == MAX_FIELDS) {
            throw new RejectedException(
                    Rejection.TOO_COMPLEX, path(""), "too many fields (expected: at most " + MAX_FIELDS + ")");
        }
        fields.put(field, text);
    }
}
