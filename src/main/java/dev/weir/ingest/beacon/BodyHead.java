package dev.weir.ingest.beacon;

import dev.weir.event.Beacon.BodyKind;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What a request's head says of its body. */
final class BodyHead {

    private static final CharSequence EXPECT = HttpHeaders.createOptimized("expect");

    private BodyHead() {}

    static BodyKind kind(MultiMap headers, byte[] body) {
        if (body.length == 0) {
            return BodyKind.NONE;
        }
        String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        String form = "application/x-www-form-urlencoded";
        return contentType != null && contentType.regionMatches(true, 0, form, 0, form.length())
                ? BodyKind.FORM
                : BodyKind.JSON;
    }

    /** An HTTP/1.0 client does not know what it is saying, and other expectations are none of ours (RFC 9110, 10.1.1). */
    static boolean expectsContinue(HttpServerRequest request) {
        return "100-continue".equalsIgnoreCase(request.headers().get(EXPECT))
                && request.version() != HttpVersion.HTTP_1_0;
    }

    static boolean isEncoded(MultiMap headers) {
        String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        return encoding != null && !encoding.equalsIgnoreCase("identity");
    }

    /** The Content-Length, or -1; that it is a number has been seen to by the HTTP decoder. */
    static long declaredLength(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }
}
