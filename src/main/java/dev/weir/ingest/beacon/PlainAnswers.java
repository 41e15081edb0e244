package dev.weir.ingest.beacon;

import dev.weir.dialect.Answer;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;

/** Answers to requests that found no dialect. One form for all: {@code status}, {@code message}, {@code payload.message}. */
final class PlainAnswers {

    static final Answer HEALTHY = Answer.json(200, "{\"status\":\"ok\"}");
    static final Answer NOT_HEALTHY = Answer.json(503, "{\"status\":\"unavailable\"}");
    static final Answer FAILED = error(500, "the server failed on this request");
    static final Answer UNKNOWN_PATH =
            error(Rejection.UNKNOWN_PATH, "unknown path (expected: one of the documented endpoints)");
    static final Answer ONLY_READ = error(Rejection.WRONG_METHOD, "wrong method (expected: GET or HEAD)");
    static final Answer MALFORMED = error(Rejection.MALFORMED_REQUEST, "malformed HTTP request");
    private static final String URI_BOUND = "request line too long (expected: at most 8192 bytes)";
    static final Answer URI_TOO_LONG = error(Rejection.URI_TOO_LONG, URI_BOUND);
    static final Answer HEADERS_TOO_LARGE =
            error(Rejection.HEADERS_TOO_LARGE, "headers too large (expected: at most 16384 bytes)");
    static final Answer TOO_MANY_FIELDS =
            error(Rejection.HEADERS_TOO_LARGE, "too many header fields (expected: at most 100)");

    static final Answer SLOW_HEAD = error(Rejection.SLOW_HEAD, "request too slow (expected: all of its head in time)");
    static final Answer SLOW_BODY = error(Rejection.SLOW_BODY, "body too slow (expected: all of it in time)");
    static final Answer BODY_TOO_LARGE = error(Rejection.BODY_TOO_LARGE, "body too large");
    static final Answer NOT_IMPLEMENTED = error(
            Rejection.NOT_IMPLEMENTED,
            "method or transfer coding not implemented (expected: no CONNECT, and chunked alone)");
    static final Answer HTTP_VERSION =
            error(Rejection.HTTP_VERSION, "HTTP version not supported (expected: HTTP/1.0, HTTP/1.1 or HTTP/2)");

    private PlainAnswers() {}

    static RejectedException wrongMethod(String allow) {
        return new RejectedException(Rejection.WRONG_METHOD, null, "wrong method (expected: " + allow + ")");
    }

    static RejectedException foreignOrigin() {
        return new RejectedException(
                Rejection.FOREIGN_ORIGIN, null, "foreign origin (expected: a page of an origin that a section lists)");
    }

    static RejectedException uriTooLong() {
        return new RejectedException(Rejection.URI_TOO_LONG, null, URI_BOUND);
    }

    static RejectedException slowBody() {
        return new RejectedException(Rejection.SLOW_BODY, null, "body too slow (expected: all of it in time)");
    }

    static RejectedException noBodyMemory() {
        return new RejectedException(
                Rejection.BODY_MEMORY, null, "too many bodies at once (expected: a retry after the time that is told)");
    }

    static RejectedException bodyTooLarge(int maxBodyBytes) {
        return new RejectedException(
                Rejection.BODY_TOO_LARGE, null, "body too large (expected: at most " + maxBodyBytes + " bytes)");
    }

    static RejectedException unsupportedEncoding() {
        return new RejectedException(
                Rejection.UNSUPPORTED_ENCODING,
                null,
                "content encoding not supported (expected: one of " + ContentCoding.ACCEPTED + ")");
    }

    /** Where nobody knows whose client it is, the message stands wherever one of them looks. */
    private static Answer error(Rejection rejection, String message) {
        return error(rejection.status(), message);
    }

    private static Answer error(int status, String message) {
        return Answer.json(
                status,
                "{\"status\":\"error\",\"message\":\"" + message + "\",\"payload\":{\"message\":\"" + message
                        + "\"},\"error\":\"" + message + "\",\"errors\":[\"" + message + "\"]}");
    }
}
