package dev.weir.rehearsal;

/** What a client knows of its event. */
enum Answer {
    /** Not yet. */
    AWAITED,
    /** 200: it has been promised. */
    ACKNOWLEDGED,
    /** 429: not accepted. */
    LIMITED,
    /** 503, of Weir's or of the proxy's: nothing has been promised. */
    REFUSED,
    /** No answer, or the proxy's own that it has none: it may have been accepted. */
    UNANSWERED,
    /** Any other: a fault of the rehearsal, or of Weir. */
    UNEXPECTED;

    static Answer of(int status) {
        return switch (status) {
            case 200 -> ACKNOWLEDGED;
            case 429 -> LIMITED;
            case 503 -> REFUSED;
            case 502, 504 -> UNANSWERED;
            default -> UNEXPECTED;
        };
    }
}
