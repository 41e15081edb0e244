/**
 * How a vendor's server is talked to, for the sink that delivers to it and for the proxy that asks it while a page waits: one
 * set of options, one kind of client, one way to follow a request. Each of the two opens clients of its own, so that a
 * backlog of deliveries never stands before a page.
 *
 * <p>The web client offers no hold on a request under way, and no bound for an answer; {@link dev.weir.upstream.Transfer} has
 * both. It also does not say which requests a GOAWAY excludes; {@link dev.weir.upstream.Transfer#isExcluded} does. And it
 * neither ends a busy connection's life nor notices a dead one, which {@link dev.weir.upstream.Connections} does.
 */
@NullMarked
package dev.weir.upstream;

import org.jspecify.annotations.NullMarked;
