package dev.weir.ingest.beacon;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a request's body is coded (RFC 9110, 8.4.1). One after the other, of which there may be any number, is not read. */
enum ContentCoding {
    IDENTITY,
    /** RFC 1952. */
    GZIP,
    /** RFC 1950: zlib, not the bare stream that some have sent under this name. */
    DEFLATE;

    /** What is read, as {@code Accept-Encoding} says it in an answer (RFC 9110, 12.5.3). */
    static final CharSequence ACCEPTED = HttpHeaders.createOptimized("gzip, deflate, identity");

    /** The coding that the headers tell, or null where it is none of these. */
    static @Nullable ContentCoding of(MultiMap headers) {
        // Fast path: hardly anybody compresses.
        if (!headers.contains(HttpHeaders.CONTENT_ENCODING)) {
            return IDENTITY;
        }
        List<String> fields = headers.getAll(HttpHeaders.CONTENT_ENCODING);
        return fields.size() == 1 ? named(fields.get(0).trim()) : null;
    }

    private static @Nullable ContentCoding named(String name) {
        if (name.equalsIgnoreCase("identity")) {
            return IDENTITY;
        }
        if (name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip")) {
            return GZIP;
        }
        return name.equalsIgnoreCase("deflate") ? DEFLATE : null;
    }
}
