package dev.weir.lease;

/**
 * Of a node that went by its part until now, or until a moment ago.
 *
 * @param nanos how long ago it began to
 * @param refilled tokens that it spent and that its part was refilled with; 0 once they have been told. Since the first node of all
 *     was back, the store has counted that refill as well
 * @param nodes of how many parts its own is one
 */
public record Away(long nanos, long refilled, int nodes) {}
