/**
 * The connection to Redis, and what is kept there: the budgets that nodes share ({@link dev.weir.lease}), which events they
 * have accepted ({@link dev.weir.state.SharedKeys}), their visitors' sessions ({@link dev.weir.ingest.identity.SharedSessions})
 * and carts ({@link dev.weir.state.SharedCarts}), and which API keys they have revoked ({@link dev.weir.ingest.key.RevocationStore}). One connection, all
 * commands in a row; whether Redis is there is known from whether the oldest of them is answered in time, so that one that hangs is
 * noticed like one that is gone. Loaded where the config names a Redis alone.
 *
 * <p>A claim is a script rather than a compare-and-swap of a bucket that is read and written by the nodes: one round trip whatever
 * the others do, and the time in it is Redis's own, so that nodes whose clocks differ share a budget all the same. Sessions and
 * carts are changed by scripts for the same reason; a node says how long ago something happened, and not when.
 */
@NullMarked
package dev.weir.redis;

import org.jspecify.annotations.NullMarked;
