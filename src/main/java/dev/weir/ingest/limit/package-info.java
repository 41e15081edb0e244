/**
 * The intake's token buckets: one for each section, and one for all requests of no section. A section that calls too
 * often is refused before anything is kept of the request, with the time after which it may call again; what was taken
 * is delivered at the vendor's pace by another bucket, at the relay.
 *
 * <p>Local buckets without locks: a token costs one compare-and-swap on the event loop, and nobody waits. That is so where
 * several nodes share a section's limit, too: then the tokens are leased before they are needed ({@link dev.weir.lease}).
 */
@NullMarked
package dev.weir.ingest.limit;

import org.jspecify.annotations.NullMarked;
