package dev.weir.event;

/**
 * Why a request was refused at intake. The label is the metric tag and the log value; the status is the HTTP status of
 * the answer, which a dialect may replace by its own vendor's. Statuses follow the PersonaClick vendor's own matrix (wire-facts
 * 1.6).
 */
public enum Rejection {
    MALFORMED_JSON("malformed-json", 400),
    MALFORMED_FORM("malformed-form", 400),
    INVALID_UTF8("invalid-utf8", 400),
    DUPLICATE_KEY("duplicate-key", 400),
    TOO_COMPLEX("too-complex", 400),
    MALFORMED_REQUEST("malformed-request", 400),
    MALFORMED_ENCODING("malformed-encoding", 400),
    MISSING_SECTION("missing-section", 401),
    MISSING_KEY("missing-key", 401),
    WRONG_KEY("wrong-key", 401),
    MISSING_DEVICE("missing-device", 401),
    WRONG_SECRET("wrong-secret", 403),
    FOREIGN_ORIGIN("foreign-origin", 403),
    /** Never told: a bot whose events a section drops is answered as if they were taken. */
    BOT("bot", 403),
    UNKNOWN_SECTION("unknown-section", 404),
    FOREIGN_DEVICE("foreign-device", 404),
    NO_UPSTREAM("no-upstream", 404),
    UNKNOWN_PATH("unknown-path", 404),
    WRONG_METHOD("wrong-method", 405),
    SLOW_HEAD("slow-head", 408),
    SLOW_BODY("slow-body", 408),
    BODY_TOO_LARGE("body-too-large", 413),
    /** It was compressed further than events can be. */
    BODY_INFLATES("body-inflates", 413),
    URI_TOO_LONG("uri-too-long", 414),
    UNSUPPORTED_ENCODING("unsupported-encoding", 415),
    MALFORMED_SECTION("malformed-section", 422),
    MALFORMED_DEVICE("malformed-device", 422),
    MISSING_PARAMETER("missing-parameter", 422),
    MALFORMED_PARAMETER("malformed-parameter", 422),
    UNKNOWN_EVENT("unknown-event", 422),
    TOO_MANY_EVENTS("too-many-events", 422),
    LIMITED("limited", 429),
    HEADERS_TOO_LARGE("headers-too-large", 431),
    INTERNAL("internal", 500),
    NOT_IMPLEMENTED("not-implemented", 501),
    UPSTREAM_FAILED("upstream-failed", 502),
    /** Requests have to wait, and others are worth more. */
    OVERLOADED("overloaded", 503),
    /** Bodies that are being read take all the memory that they may. */
    BODY_MEMORY("body-memory", 503),
    JOURNAL_QUEUE_FULL("journal-queue-full", 503),
    JOURNAL_DISK_FULL("journal-disk-full", 503),
    BACKLOG("backlog", 503),
    JOURNAL_FAILED("journal-failed", 503),
    STATE_BUSY("state-busy", 503),
    DRAINING("draining", 503),
    UPSTREAM_TIMEOUT("upstream-timeout", 504),
    HTTP_VERSION("http-version", 505);

    private final String label;
    private final int status;

    Rejection(String label, int status) {
        this.label = label;
        this.status = status;
    }

    public String label() {
        return label;
    }

    public int status() {
        return status;
    }
}
