package dev.weir.dialect;

import java.nio.charset.StandardCharsets;

/**
 * What a client gets back. The body is shared and never written to.
 *
 * @param status the HTTP status
 * @param body JSON in UTF-8, or empty for an answer without a body
 */
public record Answer(int status, byte[] body) {

    private static final byte[] NO_BODY = {};

    public static Answer json(int status, String json) {
        return new Answer(status, json.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer empty(int status) {
        return new Answer(status, NO_BODY);
    }
}
