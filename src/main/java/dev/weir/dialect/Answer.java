package dev.weir.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a client gets back. The body is shared and never written to.
 *
 * @param status the HTTP status
 * @param headers what goes with it, names in lower case; {@link #JSON} for JSON
 * @param body JSON in UTF-8, or what a vendor answered, or empty for an answer without a body
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {

    /** The headers of an answer in JSON; always this very object, so that the common case is told at a glance. */
    public static final Map<String, String> JSON = Map.of("content-type", "application/json");

    private static final byte[] NO_BODY = {};

    public static Answer json(int status, String json) {
        return json(status, json.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer json(int status, byte[] json) {
        return new Answer(status, JSON, json);
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(), NO_BODY);
    }
}
