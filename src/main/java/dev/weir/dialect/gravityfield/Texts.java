package dev.weir.dialect.gravityfield;

import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object's members as texts: a number or truth value as it was written, an object or array as its JSON text. A
 * null and an empty text are as good as absent: the SDK for Android writes each thing that it does not know as a null. So
 * is an object or array of more than 8 KB; it stays in the beacon.
 */
final class Texts {

    private static final int MAX_MEMBERS = 256;

    private Texts() {}

    /** The members of the object that the reader stands on. */
    static Map<String, String> of(JsonReader json) throws RejectedException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            put(texts, name, json);
        }
        return texts;
    }

    /** Puts the value that the reader stands on. */
    static void put(Map<String, String> texts, String name, JsonReader json) throws RejectedException {
        String text = json.isNull() ? null : json.isNested() ? json.shortJson() : json.text();
        if (text == null || text.isEmpty()) {
            return;
        }
        texts.put(name, text);
        if (texts.size() > MAX_MEMBERS) {
            throw new RejectedException(
                    Rejection.TOO_COMPLEX,
                    null,
                    "too many fields in an object (expected: at most " + MAX_MEMBERS + ")");
        }
    }

    static boolean isTrue(@Nullable String text) {
        return text != null && (text.equals("1") || text.equalsIgnoreCase("true"));
    }
}
