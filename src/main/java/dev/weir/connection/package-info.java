/**
 * What stands between the sockets of a listener and the HTTP server: it counts connections and bounds them when they are
 * accepted, reads HTTP/1.1 by the letter of RFC 9112 before anything else does, lets one request of a connection through at a
 * time, and cuts whoever is slower than he may be.
 *
 * <p>Vert.x has no place for such a thing, so that the transport is wrapped ({@link dev.weir.connection.GuardedTransport}): each
 * listening socket gets a {@link dev.weir.connection.Gatekeeper} in front of its acceptor, which puts a {@link
 * dev.weir.connection.ConnectionGuard} into each connection, behind TLS and the PROXY header and before the HTTP decoder.
 *
 * <p>Why not leave it to the decoder: two readers of one stream that disagree on where a request ends are how requests are
 * smuggled (RFC 9112, 11.2), and a lenient one disagrees more often. What is let through here is read alike by anyone. And bounds
 * of time must be of the whole of a head or an answer: a client that sends a byte now and then is never idle.
 *
 * <p>Threads: a connection is confined to its event loop; what connections share (how many there are, the counters) is safe for
 * many threads. Bounds: {@link dev.weir.connection.ConnectionBounds}; of memory, for each
 * connection, two reads, and one answer beyond 32 KiB that wait to be read; and for each event loop, of all that waits to be read. The
 * kernel keeps some 32 KiB more for each ({@link dev.weir.connection.KernelShare}), where it would keep megabytes.
 *
 * <p>Fairness: what a crowd makes the loop do later (requests that were sent ahead, connections whose time is over) it does a little
 * of in each turn, and looks at its sockets in between ({@link dev.weir.connection.NextTurn}).
 */
@NullMarked
package dev.weir.connection;

import org.jspecify.annotations.NullMarked;
