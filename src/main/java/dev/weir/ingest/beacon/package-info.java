/**
 * The public HTTP edge: routes, bounded bodies, answers. One {@link dev.weir.ingest.beacon.BeaconHandler} an event loop,
 * confined to it; answers that come from the journal's thread return to their own loop in batches, through {@link
 * dev.weir.ingest.beacon.ReplyQueue}, because waking a loop costs more than an answer does.
 *
 * <p>Vert.x core without a router: routes are a table, and the body is counted as it comes, since {@code
 * HttpServerRequest.body()} has no bound.
 */
@NullMarked
package dev.weir.ingest.beacon;

import org.jspecify.annotations.NullMarked;
