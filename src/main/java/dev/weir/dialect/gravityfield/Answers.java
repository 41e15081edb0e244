package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Ids;
import dev.weir.dialect.gravityfield.Endpoint.Api;
import dev.weir.dialect.wire.JsonText;
import dev.weir.event.RejectedException;
import java.util.Map;

/**
 * What clients get back: always 200 with an object in which {@code user} names the visitor, because the SDK for Flutter
 * throws without one, the others have no identity then, and the one for Android takes an empty body for a failure.
 */
final class Answers {

    private Answers() {}

    /** To what tells of something and asks for nothing. */
    static Answer accepted(Visitor visitor, Ids ids) {
        return with(visitor, ids, visitor.api() == Api.V2 ? ",\"campaigns\":[]" : "");
    }

    /** To a {@code choose}, with content of our own. */
    static Answer content(Visitor visitor, Ids ids, String content) {
        return with(visitor, ids, (visitor.api() == Api.V2 ? ",\"data\":" : ",\"choices\":") + content);
    }

    /** To a call of one of our URLs. */
    static Answer engaged(Visitor visitor, Ids ids) {
        return with(visitor, ids, "");
    }

    /** Of our own form: the text for who logs it, and as a list for who expects many. */
    static Answer rejected(RejectedException rejected) {
        StringBuilder message = new StringBuilder(128);
        JsonText.quote(message, String.valueOf(rejected.getMessage()));
        return Answer.json(
                rejected.rejection().status(),
                "{\"status\":\"error\",\"message\":" + message + ",\"errors\":[" + message + "]}");
    }

    private static Answer with(Visitor visitor, Ids ids, String more) {
        StringBuilder json = new StringBuilder(256).append("{\"user\":");
        object(json, visitor.userWords(ids));
        Map<String, String> session = visitor.sessionWords(ids);
        if (!session.isEmpty()) {
            json.append(",\"session\":");
            object(json, session);
        }
        return Answer.json(200, json.append(more).append('}').toString());
    }

    private static void object(StringBuilder json, Map<String, String> texts) {
        char before = '{';
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.append(before);
            JsonText.quote(json, text.getKey());
            json.append(':');
            JsonText.quote(json, text.getValue());
            before = ',';
        }
        json.append('}');
    }
}
