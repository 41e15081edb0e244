package dev.weir.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the parameters of a request: of its query, and of its body, a flat JSON object. */
final class Parameters {

    private static final String EXPECTED =
            " (expected: a JSON object whose values are texts, numbers, true or false, or lists of whole numbers)";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Parameters() {}

    static Map<String, String> of(MultiMap query, byte[] body) throws AdminRefusal {
        Map<String, String> parameters = new LinkedHashMap<>();
        query.forEach(parameters::put);
        if (body.length > 0) {
            readBody(body, parameters);
        }
        return parameters;
    }

    private static void readBody(byte[] body, Map<String, String> parameters) throws AdminRefusal {
        try (JsonParser json = FACTORY.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw AdminRefusal.bad("body: no object" + EXPECTED);
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                parameters.put(name, value(json));
            }
            if (json.nextToken() != null) {
                throw AdminRefusal.bad("body: more than one value" + EXPECTED);
            }
        } catch (IOException wrong) {
            throw AdminRefusal.bad("body: no valid JSON" + EXPECTED);
        }
    }

    private static String value(JsonParser json) throws IOException, AdminRefusal {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            return scalar(json);
        }
        List<String> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                // Several texts would be told as one.
                throw AdminRefusal.bad("body: a list of what is no whole number" + EXPECTED);
            }
            elements.add(scalar(json));
        }
        return String.join(",", elements);
    }

    private static String scalar(JsonParser json) throws IOException, AdminRefusal {
        JsonToken token = json.currentToken();
        if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw AdminRefusal.bad("body: a value of another kind" + EXPECTED);
        }
        return json.getText();
    }
}
