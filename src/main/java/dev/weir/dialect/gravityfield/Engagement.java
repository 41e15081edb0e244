package dev.weir.dialect.gravityfield;

import dev.weir.dialect.gravityfield.Endpoint.Api;
import dev.weir.event.Beacon;
import dev.weir.event.Context;
import dev.weir.event.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one of our URLs stands for.
 *
 * @param section the name of the section to which it was issued
 * @param idWord what the device id is called in {@code user}
 * @param action the type of the engagement, in the vendor's word
 * @param target path and query of the vendor's URL
 * @param details which content it is of
 */
record Engagement(
        String section,
        String idWord,
        String deviceId,
        String sessionId,
        String action,
        String target,
        Map<String, String> details) {

    private static final int FIXED = 6;

    Engagement {
        details = Map.copyOf(details);
    }

    /** One line each, in this order; then one line for each detail. What has a line's end in it cannot be written. */
    String toText() {
        StringBuilder text = new StringBuilder(512);
        for (String field : new String[] {section, idWord, deviceId, sessionId, action, target}) {
            text.append(field).append('\n');
        }
        // In a fixed order, so that the same content has the same URL.
        new TreeMap<>(details)
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /** Whether {@link #toText()} can be read again. */
    boolean isWritable() {
        return toText().chars().filter(c -> c == '\n').count() == FIXED + details.size()
                && !action.isEmpty()
                && !target.isEmpty();
    }

    /** What {@link #toText()} wrote, or null when it is no such text. */
    static @Nullable Engagement ofText(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length <= FIXED) {
            return null;
        }
        Map<String, String> details = new LinkedHashMap<>();
        for (int i = FIXED; i < lines.length - 1; i++) {
            int equals = lines[i].indexOf('=');
            if (equals < 0) {
                return null;
            }
            details.put(lines[i].substring(0, equals), lines[i].substring(equals + 1));
        }
        return new Engagement(lines[0], lines[1], lines[2], lines[3], lines[4], lines[5], details);
    }

    Visitor visitor() {
        return new Visitor(Api.V2, idWord, deviceId, null, "ses", sessionId, null);
    }

    Event event() {
        return new Event.Engagement(Context.EMPTY, action, details);
    }

    /** The call of the vendor's URL. */
    Beacon beacon() {
        int query = target.indexOf('?');
        return query < 0
                ? Beacon.withoutBody("GET", target, "")
                : Beacon.withoutBody("GET", target.substring(0, query), target.substring(query + 1));
    }
}
