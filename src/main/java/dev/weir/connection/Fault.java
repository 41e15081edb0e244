package dev.weir.connection;

/** Why a connection is read no further. The label is the metric tag, the status that of the answer. */
public enum Fault {
    MALFORMED("malformed", 400),
    SLOW_HEAD("slow-head", 408),
    SLOW_BODY("slow-body", 408),
    BODY_TOO_LARGE("body-too-large", 413),
    URI_TOO_LONG("uri-too-long", 414),
    HEADERS_TOO_LARGE("headers-too-large", 431),
    TOO_MANY_FIELDS("too-many-fields", 431),
    NOT_IMPLEMENTED("not-implemented", 501),
    HTTP_VERSION("http-version", 505);

    private final String label;
    private final int status;

    Fault(String label, int status) {
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
