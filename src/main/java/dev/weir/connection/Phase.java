package dev.weir.connection;

/** What goes over a connection. */
enum Phase {
    /** It is not known yet. */
    STARTING,
    REQUESTS,
    STREAMS,
    REFUSED
}
