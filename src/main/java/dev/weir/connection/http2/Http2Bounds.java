package dev.weir.connection.http2;

import java.time.Duration;

/**
 * What one connection may cost. Times are whole seconds, at least 1, and counted in ticks of a second.
 *
 * @param anybody what is counted within the window, of a connection of anybody's
 * @param trusted the same of a trusted proxy's, which sends the frames of many
 * @param window how long is counted before the count begins anew
 * @param frameTimeout from the first byte of a frame, or of a block of headers, to the last
 * @param streamTimeout from a request's first byte to the last of its answer that the client has room for
 * @param settingsTimeout for the client to acknowledge the server's first settings
 * @param idleTimeout how long a connection may be without a request
 */
public record Http2Bounds(
        Counts anybody,
        Counts trusted,
        Duration window,
        Duration frameTimeout,
        Duration streamTimeout,
        Duration settingsTimeout,
        Duration idleTimeout) {

    /**
     * What is counted in each window.
     *
     * @param maxResets streams that the client resets, and as many that it makes the server reset
     * @param maxControlFrames frames of one kind that carry no request, beyond those that go with requests and answers
     */
    public record Counts(int maxResets, int maxControlFrames) {}
}
