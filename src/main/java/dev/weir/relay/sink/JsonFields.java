package dev.weir.relay.sink;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes fields of text and number; absent ones are left out. */
final class JsonFields {

    /** Beyond this many digits before or after the point, plain notation would let a short text grow without bound. */
    private static final int MAX_PLAIN_SCALE = 64;

    private JsonFields() {}

    static void write(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, wellFormed(value));
        }
    }

    static void write(JsonGenerator json, String name, @Nullable BigDecimal value) throws IOException {
        if (value != null) {
            boolean isPlain = Math.abs((long) value.scale()) <= MAX_PLAIN_SCALE;
            json.writeFieldName(name);
            json.writeNumber(isPlain ? value.toPlainString() : value.toString());
        }
    }

    static void write(JsonGenerator json, String name, Map<String, String> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeObjectFieldStart(name);
            for (Map.Entry<String, String> entry : values.entrySet()) {
                json.writeStringField(wellFormed(entry.getKey()), wellFormed(entry.getValue()));
            }
            json.writeEndObject();
        }
    }

    /** JSON lets a client escape half a surrogate pair, which UTF-8 cannot hold: it becomes the replacement character. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return mended(text);
            }
        }
        return text;
    }

    private static String mended(String text) {
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? 0xFFFD : point)
                .forEach(mended::appendCodePoint);
        return mended.toString();
    }
}
