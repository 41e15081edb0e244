package dev.weir.dialect.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON object from first member to last, without blanks. A member whose value is null is left out. It does not see
 * to it that a name is written once. Confined to one thread.
 */
public final class JsonWriter {

    private final StringBuilder json = new StringBuilder(512);
    private boolean isFirst = true;

    private JsonWriter() {}

    /** Opens the object that all stands in. */
    public static JsonWriter object() {
        return new JsonWriter().open("", '{');
    }

    public JsonWriter text(String name, @Nullable String text) {
        if (text != null) {
            name(name);
            JsonText.quote(json, text);
        }
        return this;
    }

    /** A number, whole or decimal; not a floating one, which JSON cannot always spell. */
    public JsonWriter number(String name, @Nullable Number number) {
        return json(name, number == null ? null : number.toString());
    }

    /** A number where the text is one as JSON spells it, and otherwise the text: either way it reads the same. */
    public JsonWriter numberOrText(String name, @Nullable String text) {
        return text != null && Numbers.isJson(text) ? json(name, text) : text(name, text);
    }

    public JsonWriter isTrue(String name) {
        return json(name, "true");
    }

    /** A value in JSON, written as it is. */
    public JsonWriter json(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            json.append(value);
        }
        return this;
    }

    /**
     * A member in the type in which it came.
     *
     * @param came where it may have come under this name; what reads as another text there is not meant
     * @param text what it reads as: a nested value as its JSON
     */
    public JsonWriter asItCame(String name, @Nullable JsonMembers came, String text) {
        if (came != null && text.equals(came.textOrJson(name))) {
            return json(name, came.json(name));
        }
        return text(name, text);
    }

    /** Opens an object, to be closed again. */
    public JsonWriter openObject(String name) {
        name(name);
        return open("", '{');
    }

    /** Opens an object as the next element of an array. */
    public JsonWriter openElement() {
        return open(isFirst ? "" : ",", '{');
    }

    public JsonWriter closeObject() {
        return close('}');
    }

    /** Opens an array, to be closed again. */
    public JsonWriter openArray(String name) {
        name(name);
        return open("", '[');
    }

    public JsonWriter closeArray() {
        return close(']');
    }

    /** Closes the object that all stands in. */
    public byte[] bytes() {
        return close('}').json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void name(String name) {
        json.append(isFirst ? "" : ",");
        JsonText.quote(json, name);
        json.append(':');
        isFirst = false;
    }

    private JsonWriter open(String before, char bracket) {
        json.append(before).append(bracket);
        isFirst = true;
        return this;
    }

    private JsonWriter close(char bracket) {
        json.append(bracket);
        isFirst = false;
        return this;
    }
}
