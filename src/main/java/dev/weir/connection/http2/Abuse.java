package dev.weir.connection.http2;

/** Why a connection, or one stream of it, is ended. The label is the metric tag; the code is told to the client (RFC 9113, 7). */
enum Abuse {
    /** Requests that the client takes back (CVE-2023-44487). */
    RESETS("resets", Abuse.ENHANCE_YOUR_CALM),
    /** Streams that it makes the server reset (CVE-2025-8671). */
    PROVOKED_RESETS("provoked-resets", Abuse.ENHANCE_YOUR_CALM),
    PINGS("pings", Abuse.ENHANCE_YOUR_CALM),
    SETTINGS("settings", Abuse.ENHANCE_YOUR_CALM),
    PRIORITIES("priorities", Abuse.ENHANCE_YOUR_CALM),
    WINDOW_UPDATES("window-updates", Abuse.ENHANCE_YOUR_CALM),
    GOAWAYS("goaways", Abuse.ENHANCE_YOUR_CALM),
    /** Frames of types that nobody knows, or that a client does not send. */
    UNKNOWN_FRAMES("unknown-frames", Abuse.ENHANCE_YOUR_CALM),
    /** DATA with nothing in it, or next to nothing. */
    SMALL_DATA("small-data", Abuse.ENHANCE_YOUR_CALM),
    /** A block of headers in too many pieces (CVE-2024-27983 and its like). */
    CONTINUATIONS("continuations", Abuse.ENHANCE_YOUR_CALM),
    /** A frame, or a block of headers, that does not end. */
    SLOW_FRAME("slow-frame", Abuse.ENHANCE_YOUR_CALM),
    /** A request that does not end, or an answer that the client does not take; that stream alone is ended. */
    SLOW_STREAM("slow-stream", Abuse.CANCEL),
    NO_SETTINGS("no-settings", Abuse.SETTINGS_TIMEOUT),
    /** What the codec found: a frame, a stream or a header out of order. */
    PROTOCOL("protocol", 1),
    FLOW_CONTROL("flow-control", 3),
    FRAME_SIZE("frame-size", 6),
    COMPRESSION("compression", 9),
    /** What the codec finds too much, as a list of headers that is too long. */
    EXCESS("excess", Abuse.ENHANCE_YOUR_CALM),
    OTHER("other", 2);

    static final long NO_ERROR = 0;
    private static final int SETTINGS_TIMEOUT = 4;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;

    private final String label;
    private final int code;

    Abuse(String label, int code) {
        this.label = label;
        this.code = code;
    }

    /** What it is that the codec ends a connection for. */
    static Abuse ofCodec(long code) {
        for (Abuse abuse : new Abuse[] {PROTOCOL, FLOW_CONTROL, FRAME_SIZE, COMPRESSION, EXCESS}) {
            if (abuse.code == code) {
                return abuse;
            }
        }
        return OTHER;
    }

    String label() {
        return label;
    }

    int code() {
        return code;
    }
}
