package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.gravityfield.Body.Span;
import dev.weir.dialect.gravityfield.Endpoint.Api;
import dev.weir.dialect.wire.JsonText;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import java.nio.charset.StandardCharsets;

/** Makes requests out of a request: what is passed on is passed on byte for byte. */
final class Bodies {

    private static final String[] V1_MEMBERS = {"user", "session", "context"};
    private static final String[] V2_MEMBERS = {"sec", "device", "user", "ctx", "context"};
    private static final String[] EVENT_MEMBERS = {"eventTime", "event_id", "eventId"};

    private Bodies() {}

    /** The request as it came; its query, which means nothing here, is left behind. */
    static Beacon beacon(Endpoint endpoint, byte[] json) {
        return new Beacon(endpoint.route().method(), endpoint.route().path(), "", BodyKind.JSON, json);
    }

    /** The request with this entry alone in its list. */
    static Beacon alone(Body body, Span list, Entry entry) {
        Patches patches = new Patches(body.json());
        byte[] element = new byte[entry.end() - entry.start() + 2];
        element[0] = '[';
        System.arraycopy(body.json(), entry.start(), element, 1, element.length - 2);
        element[element.length - 1] = ']';
        patches.replace(list.start(), list.end(), element);
        return beacon(body.endpoint(), patches.applied());
    }

    /** A request that says of a {@code choose} that a page was looked at, and nothing else. */
    static Beacon pageview(Body choose) {
        boolean v1 = choose.endpoint().api() == Api.V1;
        StringBuilder json = new StringBuilder(512).append('{');
        members(json, choose, v1 ? V1_MEMBERS : V2_MEMBERS);
        members(json, choose, EVENT_MEMBERS);
        if (v1) {
            close(json);
        } else {
            json.append("\"type\":\"screenview\"}");
        }
        return beacon(v1 ? Endpoint.PAGE_V1 : Endpoint.VISIT_V2, bytes(json));
    }

    /** A request that says of a {@code choose} that the page was shown something else. */
    static Beacon fallback(Body choose, Absence why) {
        boolean v1 = choose.endpoint().api() == Api.V1;
        StringBuilder json = new StringBuilder(512).append('{');
        members(json, choose, v1 ? V1_MEMBERS : V2_MEMBERS);
        json.append(
                v1
                        ? "\"events\":[{\"name\":\"fallback\",\"properties\":{\"eventType\":\"customEvent\","
                        : "\"data\":[{\"type\":\"customEvent\",\"name\":\"fallback\",");
        choose.selection().write(json);
        json.append("\"reason\":");
        JsonText.quote(json, why.label());
        json.append(v1 ? "}}]}" : "}]}");
        return beacon(v1 ? Endpoint.EVENT_V1 : Endpoint.EVENT_V2, bytes(json));
    }

    /** As they stand in the body, each with a comma after it. */
    private static void members(StringBuilder to, Body body, String[] names) {
        for (String name : names) {
            Span span = body.span(name);
            if (span != null) {
                to.append('"').append(name).append("\":").append(body.raw(span)).append(',');
            }
        }
    }

    private static void close(StringBuilder json) {
        int last = json.length() - 1;
        if (json.charAt(last) == ',') {
            json.setCharAt(last, '}');
        } else {
            json.append('}');
        }
    }

    private static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
