package dev.weir.ingest.beacon;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What others call a request, so that it can be followed through their logs and ours. Anybody may say, since nothing is
 * decided by it; what has not the right form is as good as not said.
 */
final class RequestLabels {

    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");

    static final int MAX_REQUEST_ID = 128;

    /** Version, trace, span, flags (W3C Trace Context, 3.2.2). */
    private static final int TRACEPARENT_LENGTH = 55;

    private RequestLabels() {}

    /** The X-Request-Id, 1 to 128 visible ASCII characters, or null. */
    static @Nullable String requestId(MultiMap headers) {
        String text = headers.get(REQUEST_ID);
        if (text == null || text.isEmpty() || text.length() > MAX_REQUEST_ID) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                return null;
            }
        }
        return text;
    }

    /** The traceparent of version 00, or null. */
    static @Nullable String traceparent(MultiMap headers) {
        String text = headers.get(TRACEPARENT);
        boolean fits = text != null
                && text.length() == TRACEPARENT_LENGTH
                && text.startsWith("00-")
                && isHex(text, 3, 35)
                && text.charAt(35) == '-'
                && isHex(text, 36, 52)
                && text.charAt(52) == '-'
                && (isHex(text, 53, 55) || text.startsWith("00", 53));
        return fits ? text : null;
    }

    /** Lower-case digits, not all of them zero. */
    private static boolean isHex(String text, int from, int to) {
        boolean isZero = true;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
            isZero &= c == '0';
        }
        return !isZero;
    }
}
