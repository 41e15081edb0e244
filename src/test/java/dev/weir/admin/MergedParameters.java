package dev.weir.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.weir.dialect.GoldenCase;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What query, form and JSON of a request say together, as one JSON object; the body counts before the query. */
final class MergedParameters {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern FORM_DATA_FIELD =
            Pattern.compile("Content-Disposition: form-data; name=\"([^\"]+)\"\\s*?\\n\\s*?\\n([^\\n]*)");

    private final Map<String, String> members = new LinkedHashMap<>();

    private MergedParameters() {}

    static String of(GoldenCase pair) {
        MergedParameters merged = new MergedParameters();
        String[] target = pair.target().split("\\?", 2);
        if (target.length > 1) {
            merged.putForm(target[1]);
        }
        merged.putBody(pair);
        return merged.members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private void putBody(GoldenCase pair) {
        String body = pair.body();
        if (body.stripLeading().startsWith("{")) {
            putJson(body);
        } else if (says(pair, "Content-Type: application/x-www-form-urlencoded")) {
            putForm(body);
        } else if (says(pair, "Content-Type: multipart/form-data")) {
            Matcher field = FORM_DATA_FIELD.matcher(body);
            while (field.find()) {
                put(field.group(1), quoted(field.group(2)));
            }
        }
    }

    private void putForm(String form) {
        for (String pair : form.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            String[] words = pair.split("=", 2);
            put(decoded(words[0]), quoted(words.length == 1 ? "" : decoded(words[1])));
        }
    }

    private void putJson(String body) {
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken kind = parser.nextToken();
                StringWriter value = new StringWriter();
                try (JsonGenerator copy = JSON.createGenerator(value)) {
                    copy.copyCurrentStructure(parser);
                }
                put(name, kind == JsonToken.VALUE_NULL ? "null" : value.toString());
            }
        } catch (IOException e) {
            throw new AssertionError(body, e);
        }
    }

    /** An empty value takes nothing away. */
    private void put(String name, String json) {
        if (json.equals("null") || json.equals("\"\"")) {
            members.putIfAbsent(name, json);
        } else {
            members.put(name, json);
        }
    }

    private static boolean says(GoldenCase pair, String header) {
        return pair.headers().stream().anyMatch(line -> line.startsWith(header));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
