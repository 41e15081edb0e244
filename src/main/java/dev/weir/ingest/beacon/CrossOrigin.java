package dev.weir.ingest.beacon;

import dev.weir.dialect.Answer;
import dev.weir.event.Section;
import dev.weir.ingest.origin.OriginTable;
import dev.weir.ingest.origin.OwnOrigin;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a browser is told of who may read an answer (the Fetch standard, 3.3). Until the section is known, all sections' origins
 * together decide, so that a page can read also why it was refused; then the section's own alone. Safe for many threads.
 */
final class CrossOrigin {

    static final Answer ALLOWED = Answer.empty(204);

    /** What clients send of their own accord, and what tracing scripts add to every request of a page. */
    private static final CharSequence REQUEST_HEADERS = HttpHeaders.createOptimized(
            "authorization, baggage, content-encoding, content-type, idempotency-key, sentry-trace, traceparent,"
                    + " tracestate, weir-verdicts, x-request-id, x-requested-with");

    private static final CharSequence ANSWER_HEADERS = HttpHeaders.createOptimized(
            "retry-after, ratelimit, ratelimit-policy, weir-ack, weir-reason, weir-verdicts, weir-warning,"
                    + " x-request-id");
    private static final CharSequence TRUE = HttpHeaders.createOptimized("true");
    private static final CharSequence ORIGIN = HttpHeaders.createOptimized("origin");
    private static final CharSequence PREFLIGHT_VARY =
            HttpHeaders.createOptimized("origin, access-control-request-method, access-control-request-headers");

    /** Chromium's bound; Firefox's is a day, and longer is cut by each. */
    private static final CharSequence TWO_HOURS = HttpHeaders.createOptimized("7200");

    private final Supplier<OriginTable> table;
    private final OwnOrigin own;

    /** @param table the one in force now */
    CrossOrigin(Supplier<OriginTable> table, OwnOrigin own) {
        this.table = table;
        this.own = own;
    }

    static boolean isPreflight(HttpServerRequest request, @Nullable String origin) {
        return origin != null
                && HttpMethod.OPTIONS.equals(request.method())
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** The Origin header, or null; if there is one, the answer may be read by a page that any section allows. */
    @Nullable
    String open(HttpServerRequest request) {
        // Fast path: a server, an app, or a page of this very origin that reads.
        String origin = request.headers().get(HttpHeaders.ORIGIN);
        if (origin != null) {
            MultiMap headers = request.response().headers();
            headers.set(HttpHeaders.VARY, ORIGIN);
            if (table.get().isAllowedSomewhere(origin)) {
                permit(headers, origin);
            }
        }
        return origin;
    }

    /** What {@link #open} puts into an answer, as lines, where nobody has read the request. */
    static List<String> fields(@Nullable String origin, OriginTable origins) {
        if (origin == null) {
            return List.of();
        }
        if (!origins.isAllowedSomewhere(origin)) {
            return List.of("vary: origin");
        }
        return List.of(
                "vary: origin",
                "access-control-allow-origin: " + origin,
                "access-control-allow-credentials: true",
                "access-control-expose-headers: " + ANSWER_HEADERS);
    }

    /** The same origin, or null where it is this server's own. */
    @Nullable
    String foreign(HttpServerRequest request, @Nullable String origin, Callers callers) {
        if (origin == null) {
            return null;
        }
        if (!own.isConfigured() && callers.isTrusted(request.connection())) {
            // A proxy may have ended TLS, or asks for another host than the page does.
            return origin.equalsIgnoreCase(callers.origin(request)) ? null : origin;
        }
        HostAndPort authority = request.authority();
        String host = authority == null ? null : authority.host();
        int port = authority == null ? -1 : authority.port();
        return own.is(origin, request.scheme(), host, port) ? null : origin;
    }

    /** From now on the section alone decides, by the table that the request goes by. */
    void settle(HttpServerRequest request, Section section, OriginTable origins) {
        String origin = request.headers().get(HttpHeaders.ORIGIN);
        if (origin == null) {
            return;
        }
        MultiMap headers = request.response().headers();
        if (origins.allows(section, origin)) {
            if (!headers.contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
                // The config has changed since the head was read.
                permit(headers, origin);
            }
        } else {
            headers.remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
            headers.remove(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS);
            headers.remove(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS);
        }
    }

    /**
     * Puts what a preflight asks for into the answer, if the page may send.
     *
     * @param section whose page it says it is, or null if it does not say
     * @return false if it may not: the answer has nothing then that a browser would read as leave
     */
    boolean tryAllow(HttpServerRequest request, String origin, @Nullable Section section, String methods) {
        OriginTable origins = table.get();
        if (section != null) {
            settle(request, section, origins);
        }
        MultiMap headers = request.response().headers();
        headers.set(HttpHeaders.VARY, PREFLIGHT_VARY);
        if (!(section == null ? origins.isAllowedSomewhere(origin) : origins.allows(section, origin))) {
            return false;
        }
        permit(headers, origin);
        headers.remove(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS);
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods);
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
        headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, TWO_HOURS);
        return true;
    }

    /** With credentials an origin must be named, and never a star (the Fetch standard, 3.3.5). */
    private static void permit(MultiMap headers, String origin) {
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
        headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS);
    }
}
