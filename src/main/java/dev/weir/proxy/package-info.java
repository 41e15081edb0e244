/**
 * Answers that a page waits for: what only the vendor's server knows, within a deadline, and something else when it does not
 * come in time.
 *
 * <p>{@link dev.weir.proxy.Upstreams} is the port. {@link dev.weir.proxy.HttpUpstreams} asks on the event loop that the page's
 * request came in on, over a pool of connections that this loop has for itself, so that neither the request nor its answer
 * changes threads. A vendor therefore sees as many pools as there are loops, and none of them is a sink's.
 *
 * <p>A page's deadline is one timer, armed before anything else is done and ended by nothing but the page's own answer. When
 * it fires, the page is answered in that very task, and tidying up comes second: the stream is reset, or over HTTP/1.1 the
 * connection closed. Nothing that the vendor does or leaves undone can move it. If nothing was heard of the vendor for the
 * whole of a request's time, the pool is replaced, at most once a second, because a connection whose other end has vanished
 * looks just like that, and so does one that never comes about. A connection also retires after so many resets that a server
 * might take more of them for an attack. The first question of a process loads a
 * thousand classes on the event loop, which makes its page late: hence {@link dev.weir.proxy.HttpUpstreams#warmUp}.
 *
 * <p>What is asked: the dialect's request, with accept, content-type, authorization, the visitor's user-agent, x-forwarded-for,
 * accept-encoding identity, and via, which RFC 9110 (7.6.3) wants of a gateway. Nothing else of the visitor's is sent, nothing
 * hop-by-hop goes either way, and of the answer only status, content-type, location and body come back: a vendor's cookie once
 * merged the devices of two shops. Redirects are not followed, for the section's secret would go wherever they point. Host and
 * port are the operator's; path and query are checked so that they stay path and query.
 *
 * <p>Requests that are alike and under way share one call, and what the vendor lets everybody keep is kept for as long as its
 * documents say; neither is done where the request itself tells the vendor of an event, which would be lost. A request that the
 * vendor certainly did not act on is made once more, if there is time. All that waits is bounded: calls, pages, answers, and
 * the bytes that are kept.
 */
@NullMarked
package dev.weir.proxy;

import org.jspecify.annotations.NullMarked;
