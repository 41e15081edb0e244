package dev.weir.dialect.personaclick;

import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.Context.Source;
import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"from":"chain","code":"..."}}, the campaign behind an event: an object in the SDKs for iOS and React Native, the
 * text of that JSON in the tracking page. An unknown {@code from} is no error.
 */
final class Sources {

    private static final String HEAD = "{\"from\":\"";
    private static final String MIDDLE = "\",\"code\":\"";
    private static final String TAIL = "\"}";

    private Sources() {}

    /** Reads the object that the reader stands on; null when it names nothing, as iOS sends it without a campaign. */
    static @Nullable Source read(JsonReader json) throws RejectedException {
        String from = null;
        String code = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (json.isQuoted() && name.equals("from")) {
                from = json.text();
            } else if (!json.isNested() && !json.isNull() && name.equals("code")) {
                code = json.text();
            } else {
                json.skip();
            }
        }
        return of(from, code);
    }

    /** Reads the JSON in a text. */
    static @Nullable Source parse(String text) throws RejectedException {
        Source usual = usual(text);
        if (usual != null) {
            return usual;
        }
        try (JsonReader json = JsonReader.open(text.getBytes(StandardCharsets.UTF_8), Set.of())) {
            Source source = read(json);
            json.end();
            return source;
        }
    }

    static @Nullable Source of(@Nullable String from, @Nullable String code) {
        if (from == null || from.isEmpty()) {
            return null;
        }
        return new Source(from, code == null || code.isEmpty() ? null : code);
    }

    /**
     * Fast path for the tracking page's own spelling: for 48 hours after a campaign every event carries it, and a second
     * parser would cost as much as the event itself (PersonaClickBenchmark, view-campaign). Null if it is spelled
     * otherwise.
     */
    private static @Nullable Source usual(String text) {
        int middle = text.indexOf(MIDDLE);
        int code = middle + MIDDLE.length();
        int end = text.length() - TAIL.length();
        if (middle < HEAD.length() || code > end || !text.startsWith(HEAD) || !text.endsWith(TAIL)) {
            return null;
        }
        boolean plain = isPlain(text, HEAD.length(), middle) && isPlain(text, code, end);
        return plain ? of(text.substring(HEAD.length(), middle), text.substring(code, end)) : null;
    }

    private static boolean isPlain(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ') {
                return false;
            }
        }
        return true;
    }
}
