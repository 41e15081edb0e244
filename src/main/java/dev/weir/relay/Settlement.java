package dev.weir.relay;

/** The ways in which an event stops being owed; each event takes exactly one. */
enum Settlement {
    DELIVERED,
    SUPERSEDED,
    DEAD_LETTERED,
    SKIPPED,
    NOT_ROUTED
}
