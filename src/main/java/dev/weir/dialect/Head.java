package dev.weir.dialect;

import org.jspecify.annotations.Nullable;

/**
 * What of a request's head means something to a dialect.
 *
 * @param authorization the Authorization header, or null
 * @param contentType the Content-Type header, or null
 * @param origin scheme and authority under which the client reaches this server, such as {@code https://t.shop.example}:
 *     what a URL of our own begins with; empty where there is no authorization
 */
public record Head(@Nullable String authorization, @Nullable String contentType, String origin) {

    /** A head that says nothing. */
    public static final Head EMPTY = new Head(null, null, "http://localhost");

    /** Without the authorization, which a record would print. */
    @Override
    public String toString() {
        return "Head[" + origin + "]";
    }
}
