package dev.weir.erase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Every value that a request carries: of its query, its form or JSON body at any depth, JSON within texts, and its referrer. */
final class Scalars {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final int MAX_NESTING = 4;

    private final Visitor visitor;

    private Scalars(Visitor visitor) {
        this.visitor = visitor;
    }

    static void of(Envelope envelope, Visitor visitor) {
        Scalars scalars = new Scalars(visitor);
        Beacon beacon = envelope.beacon();
        scalars.pairs(beacon.query());
        String referrer = envelope.client().referrer();
        if (referrer != null) {
            scalars.pairs(referrer.substring(referrer.indexOf('?') + 1));
        }
        String body = new String(beacon.body(), StandardCharsets.UTF_8);
        if (beacon.bodyKind() == BodyKind.FORM) {
            scalars.pairs(body);
        } else if (!body.isEmpty()) {
            scalars.json("", body, 0);
        }
    }

    private void pairs(String text) {
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('&', from);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', from);
            if (equals >= 0 && equals < end) {
                value(text.substring(from, equals), decoded(text.substring(equals + 1, end)), 0);
            }
            from = end + 1;
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }

    private void value(String name, String value, int nesting) {
        visitor.onValue(name, value);
        boolean isJson = value.startsWith("{") || value.startsWith("[");
        if (isJson && nesting < MAX_NESTING) {
            json(name, value, nesting + 1);
        }
    }

    /** As far as it is JSON. */
    private void json(String outer, String text, int nesting) {
        String name = outer;
        try (JsonParser json = JSON.createParser(text)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    name = json.currentName();
                } else if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
                    value(name, json.getText(), nesting);
                }
            }
        } catch (IOException broken) {
            // What came before has been told.
        }
    }

    /** Gets each value, decoded. */
    @FunctionalInterface
    interface Visitor {
        void onValue(String name, String value);
    }
}
