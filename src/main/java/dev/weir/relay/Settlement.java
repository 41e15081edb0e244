package dev.weir.relay;

/** The four ways in which an event stops being owed; each event takes exactly one. */
enum Settlement {
    DELIVERED,
    SUPERSEDED,
    DEAD_LETTERED,
    NOT_ROUTED
}
