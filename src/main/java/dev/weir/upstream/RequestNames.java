package dev.weir.upstream;

import dev.weir.event.Envelope;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Passes on what others call a request, so that the vendor's logs call it the same. */
public final class RequestNames {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    /** W3C Trace Context, 3.2. */
    public static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");

    private RequestNames() {}

    /** Their form has been seen to when they came. */
    public static void add(MultiMap headers, Envelope.Client client) {
        if (client.requestId() != null) {
            headers.set(REQUEST_ID, client.requestId());
        }
        if (client.traceparent() != null) {
            headers.set(TRACEPARENT, client.traceparent());
        }
    }
}
