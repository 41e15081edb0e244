/**
 * Token buckets that many nodes share. Each node takes tokens from a counter of its own, on the thread that needs them and
 * without waiting; what is in the counter was leased before from a bucket that all nodes see.
 *
 * <p>The bucket's law holds for all nodes together, because what they hold counts against the capacity: the store adds no token
 * while what it has and what is held come to that. So whatever nodes spend, and whenever, in any time it is no more than the
 * capacity and what was refilled meanwhile, and what one holds costs the others a part of the burst, but nothing of the rate. To
 * that comes the credit of those that hold nothing, since a first request cannot wait for a lease: a hundredth of the capacity, or
 * one token for each node if that is more, and it is charged with the next claim.
 *
 * <p>A lease ends by the holder's clock before it ends by the store's: the one counts from when the claim was sent, the other from
 * when it came. Whatever is lost on the way (a claim, an answer) leaves the store thinking that more is held than is.
 *
 * <p>Where the store is gone, a node goes by its part of the budget, beginning with the tokens that it held; when the store is
 * back, what its part has spent is charged, and what it has left is leased, before anybody draws on the whole again: for 300 ms,
 * in which all nodes are to have told, each takes no more of it than its part. From the first that is back on, the store is
 * refilled for all; what the parts of others are refilled with until they tell is taken out of it when they do.
 */
@NullMarked
package dev.weir.lease;

import org.jspecify.annotations.NullMarked;
