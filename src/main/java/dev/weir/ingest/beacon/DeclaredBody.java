package dev.weir.ingest.beacon;

import dev.weir.event.Beacon.BodyKind;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What a request's head says of the body that follows. */
final class DeclaredBody {

    private static final CharSequence EXPECT = HttpHeaders.createOptimized("expect");
    private static final String FORM = "application/x-www-form-urlencoded";

    private DeclaredBody() {}

    /** The Content-Length, or -1; that it is a number has been seen to by the HTTP decoder. */
    static long length(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    /** An HTTP/1.0 client does not know what it is saying, and other expectations are none of ours (RFC 9110, 10.1.1). */
    static boolean waitsForContinue(HttpServerRequest request) {
        return "100-continue".equalsIgnoreCase(request.headers().get(EXPECT))
                && request.version() != HttpVersion.HTTP_1_0;
    }

    /** What is not said to be a form is taken for JSON. */
    static BodyKind kind(MultiMap headers, byte[] body) {
        if (body.length == 0) {
            return BodyKind.NONE;
        }
        String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        return contentType != null && contentType.regionMatches(true, 0, FORM, 0, FORM.length())
                ? BodyKind.FORM
                : BodyKind.JSON;
    }
}
