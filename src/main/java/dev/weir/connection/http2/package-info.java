/**
 * What one connection that speaks HTTP/2 may cost. A request is paid for by what it asks; a frame that carries none is paid for
 * by nobody, and HTTP/2 has many such: pings, settings, priorities, windows, requests that are taken back, blocks of headers that
 * never end. They are counted here, each kind in windows of time, and a connection that sends more than requests and answers
 * account for is told to calm down (RFC 9113, 10.5), and closed.
 *
 * <p>A {@link dev.weir.connection.http2.Http2Guard} stands in each such connection's pipeline before the HTTP server, and reads
 * the heads of frames both ways: nine bytes each, and nothing is kept of them but counts. It does not check what the server's
 * codec checks (order and size of frames, HPACK, flow control, names of headers); when that ends a connection, it sees why, and
 * counts it. What the codec lets pass of a request's head that HTTP/1.1 would be refused for, {@link
 * dev.weir.connection.http2.StreamHeads} refuses.
 *
 * <p>Time is told in ticks of a second by one {@link dev.weir.connection.http2.Http2Pulse} an event loop. All bounds of time are
 * of the whole: of a frame or a block of headers, of a stream from its first frame to the last, of a connection on which nothing
 * is asked. One that sends a ping now and then is idle all the same.
 *
 * <p>Threads: a connection is confined to its event loop, and so is the pulse; meters are safe for many. Bounds: {@link
 * dev.weir.connection.http2.Http2Bounds}, one set for anybody and one for trusted proxies, which send the frames of thousands of
 * visitors over one connection.
 */
@NullMarked
package dev.weir.connection.http2;

import org.jspecify.annotations.NullMarked;
