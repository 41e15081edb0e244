package dev.weir.dialect.pureclarity;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Ids;
import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonText;
import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What clients get back. The module does not look at the status: it puts every id that is there into a cookie, an empty one
 * as well, and prints the errors as a list of texts. So an answer holds ids where it has some, and no such member where it
 * has none: a refusal must not cost visitors their cookies.
 */
final class Answers {

    static final String NO_ZONES = "{}";
    static final String ERRORS = "errors";
    private static final String NO_ERRORS = "[]";

    private Answers() {}

    static Answer of(Ids ids, String zones) {
        return of(ids, NO_ERRORS, zones);
    }

    /** Errors and zones are passed on as they are. */
    static Answer of(Ids ids, String errors, String zones) {
        StringBuilder json = new StringBuilder(zones.length() + 128).append('{');
        // A session is of a visitor, or of nobody.
        if (ids.deviceId() != null) {
            id(json, Member.VISITOR_ID, ids.deviceId());
            id(json, Member.SESSION_ID, ids.sessionId());
        }
        json.append("\"errors\":")
                .append(errors)
                .append(",\"zones\":")
                .append(zones)
                .append('}');
        return Answer.json(200, json.toString());
    }

    static Answer rejected(RejectedException rejected) {
        StringBuilder json = new StringBuilder(128).append("{\"errors\":[");
        JsonText.quote(json, String.valueOf(rejected.getMessage()));
        return Answer.json(
                rejected.rejection().status(), json.append("],\"zones\":{}}").toString());
    }

    /**
     * Checks the content that an operator configured for a page's zones.
     *
     * @throws IllegalArgumentException if the module could not read it
     */
    static void checkZones(String json) {
        JsonMembers zones = JsonMembers.of(json.getBytes(StandardCharsets.UTF_8));
        if (zones == null) {
            throw new IllegalArgumentException(
                    "no JSON object (expected: {} or an object with a member for each zone)");
        }
        for (String zone : zones.names()) {
            JsonMembers content = zones.isObject(zone) ? JsonMembers.of(zones.bytes(zone)) : null;
            if (content == null || !content.isText("type")) {
                throw new IllegalArgumentException(
                        zone + ": no content of a zone (expected: an object with the text type)");
            }
        }
    }

    /**
     * Whether a vendor's answer, or as much as is given of it, is a JSON object that tells of errors. In doubt it does not: what
     * is refused is given up, where a page's events would but be told again.
     */
    static boolean hasErrors(byte[] json) {
        JsonMembers members = JsonMembers.of(json);
        return members != null && members.hasContent(ERRORS);
    }

    private static void id(StringBuilder json, Member member, @Nullable String id) {
        if (id != null) {
            json.append('"').append(member.label()).append("\":");
            JsonText.quote(json, id);
            json.append(',');
        }
    }
}
