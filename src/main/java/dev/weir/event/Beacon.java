package dev.weir.event;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP request that carries events, as it was sent, secrets stripped. The body is never changed after construction;
 * nobody writes into it.
 *
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param path the path as sent, always of one of a dialect's routes
 * @param query the raw query string without the question mark; empty if there is none
 * @param bodyKind how to read the body
 * @param body the bytes of the body; empty if there is none
 */
public record Beacon(String method, String path, String query, BodyKind bodyKind, byte[] body) {

    private static final byte[] NO_BODY = {};

    public static Beacon withoutBody(String method, String path, String query) {
        return new Beacon(method, path, query, BodyKind.NONE, NO_BODY);
    }

    /** What the bytes of a body are, found by looking at them: a content type is only a hint. */
    public enum BodyKind {
        NONE(null),
        JSON("application/json"),
        FORM("application/x-www-form-urlencoded");

        private final @Nullable String contentType;

        BodyKind(@Nullable String contentType) {
            this.contentType = contentType;
        }

        public @Nullable String contentType() {
            return contentType;
        }
    }
}
