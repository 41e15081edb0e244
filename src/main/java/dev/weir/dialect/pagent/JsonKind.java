package dev.weir.dialect.pagent;

import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.RejectedException;

/** What a JSON value is, in a refusal's words, which never repeat the value. */
final class JsonKind {

    private JsonKind() {}

    /** Of the value at the cursor. */
    static String of(JsonReader json) throws RejectedException {
        if (json.isNull()) {
            return "null";
        }
        if (json.isQuoted()) {
            return "a text";
        }
        if (json.isNested()) {
            return json.isObject() ? "an object" : "an array";
        }
        return isNumber(json) ? "a number" : "a truth value";
    }

    static boolean isNumber(JsonReader json) throws RejectedException {
        if (json.isNested() || json.isQuoted() || json.isNull()) {
            return false;
        }
        char first = json.text().charAt(0);
        return first != 't' && first != 'f';
    }
}
