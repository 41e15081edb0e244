package dev.weir.dialect.pagent;

import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.Map;

/** Reads {@code properties}, an object or an array of objects, into texts by name. Confined to one thread. */
final class PropertyReader {

    static final String EXPECTED = "an object, an array of objects, or null";

    /** More than any shop names; the size of a body bounds the rest. */
    static final int MAX_PROPERTIES = 256;

    private static final String PROPERTIES = "properties";

    private final JsonReader json;
    private final FirstFault fault;
    private final Map<String, String> texts;

    PropertyReader(JsonReader json, FirstFault fault, Map<String, String> texts) {
        this.json = json;
        this.fault = fault;
        this.texts = texts;
    }

    /** Reads the object or array at the cursor to its end. */
    void read() throws RejectedException {
        if (json.isObject()) {
            readObject("");
            return;
        }
        for (int i = 0; json.nextElement(); i++) {
            if (json.isObject()) {
                readObject(i + ".");
            } else {
                fault.note(Rejection.MALFORMED_PARAMETER, PROPERTIES + "[" + i + "]", JsonKind.of(json), "an object");
                json.skip();
            }
        }
    }

    private void readObject(String prefix) throws RejectedException {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (json.isNull()) {
                continue;
            }
            if (texts.size() == MAX_PROPERTIES) {
                fault.note(Rejection.TOO_COMPLEX, PROPERTIES, "too many", "at most " + MAX_PROPERTIES + " of them");
                json.skip();
            } else {
                texts.put(prefix.isEmpty() ? name : prefix + name, json.isNested() ? json.rawJson() : json.text());
            }
        }
    }
}
