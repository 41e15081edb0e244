package dev.weir.lease;

import org.jspecify.annotations.Nullable;

/**
 * What a node says to the store of one budget.
 *
 * @param budget its name
 * @param configured what the node's config says of it
 * @param ordered what is to be in force from now on, whatever was; null where nothing is ordered
 * @param isLive whether the node has a lease that has not ended: then the store must know of the budget, or has lost it
 * @param holds tokens that the node has of its lease
 * @param returned tokens that it had of it, and gives back
 * @param charge tokens that it has spent and had no lease for
 * @param wanted tokens that it asks for
 * @param away of the time that it went by its part; null where that is long past
 */
public record Claim(
        String budget,
        Terms configured,
        @Nullable Terms ordered,
        boolean isLive,
        long holds,
        long returned,
        long charge,
        long wanted,
        @Nullable Away away) {}
