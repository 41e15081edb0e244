package dev.weir.proxy;

import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import dev.weir.trace.Span;
import dev.weir.upstream.HeaderText;
import dev.weir.upstream.RequestNames;
import dev.weir.upstream.Transfer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** What is sent to the vendor. Never printed: it may hold secrets. */
final class Question {

    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final CharSequence VIA = HttpHeaders.createOptimized("via");
    private static final CharSequence ANYTHING = HttpHeaders.createOptimized("application/json, */*;q=0.5");
    private static final CharSequence OURSELVES = HttpHeaders.createOptimized("weir");

    /** The page's version of HTTP is not known here, and every one has the semantics of this. */
    private static final CharSequence VIA_OURSELVES = HttpHeaders.createOptimized("1.1 weir");

    private final HttpMethod method;
    private final String uri;
    private final MultiMap headers;
    private final @Nullable Buffer body;
    private final @Nullable String traceparent;

    private Question(
            HttpMethod method, String uri, MultiMap headers, @Nullable Buffer body, @Nullable String traceparent) {
        this.traceparent = traceparent;
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    /** @throws RejectedException if the request's path or query is none that a vendor can be sent */
    static Question of(String pathPrefix, Outbound outbound, Envelope.Client client) throws RejectedException {
        Beacon beacon = outbound.beacon();
        String uri = RequestTarget.of(pathPrefix, beacon.path(), beacon.query());
        Buffer body = beacon.body().length == 0 ? null : Buffer.buffer(beacon.body());
        return new Question(
                HttpMethod.valueOf(beacon.method()), uri, headers(outbound, client), body, client.traceparent());
    }

    /** Where the page's request is in a trace, or null. */
    @Nullable
    String traceparent() {
        return traceparent;
    }

    /** One try at asking. {@code span}: of this try, or null if it is not traced. */
    Transfer transfer(int maxAnswerBytes, @Nullable Span span) {
        String place = span == null ? traceparent : span.traceparent();
        if (place != null) {
            headers.set(RequestNames.TRACEPARENT, place);
        }
        return Transfer.ofQuestion(method, uri, headers, body, maxAnswerBytes);
    }

    MultiMap headers() {
        return headers;
    }

    String uri() {
        return uri;
    }

    /** RFC 9110, 9.2.2: whether it may be made again when it is not known whether the vendor acted on it. */
    boolean isSafe() {
        return method.equals(HttpMethod.GET);
    }

    private static MultiMap headers(Outbound outbound, Envelope.Client client) {
        MultiMap headers = HttpHeaders.headers();
        headers.set(HttpHeaders.ACCEPT, ANYTHING);
        headers.set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
        headers.set(VIA, VIA_OURSELVES);
        if (outbound.contentType() != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, outbound.contentType());
        }
        if (outbound.authorization() != null) {
            headers.set(HttpHeaders.AUTHORIZATION, outbound.authorization());
        }
        String userAgent = client.userAgent();
        headers.set(HttpHeaders.USER_AGENT, HeaderText.fits(userAgent) ? userAgent : OURSELVES);
        if (HeaderText.fits(client.address())) {
            headers.set(FORWARDED_FOR, client.address());
        }
        RequestNames.add(headers, client);
        return headers;
    }
}
