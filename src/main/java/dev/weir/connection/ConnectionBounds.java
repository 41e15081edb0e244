package dev.weir.connection;

import java.time.Duration;

/**
 * What the connections of some listeners may take.
 *
 * @param maxConnections at once, in all; at least 1
 * @param maxPerAddress at once from one IPv4 address or one IPv6 network of 64 bits; at least 1
 * @param headTimeout from the accept, or from the first byte of a later request, to the end of its head
 * @param bodyTimeout from there to the end of the body
 * @param writeTimeout for the client to take what was written to it
 * @param maxUnreadBytes of answers that clients do not take, for each event loop; beyond it those who have not read for longest
 *     are closed before their time
 * @param mayHalfClose whether who sends nothing more is answered all the same; else he has gone, which is all that a stream without
 *     end gets to know
 * @param speaksHttp2 whether a connection may begin with the preface of HTTP/2
 */
public record ConnectionBounds(
        int maxConnections,
        int maxPerAddress,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration writeTimeout,
        long maxUnreadBytes,
        boolean mayHalfClose,
        boolean speaksHttp2) {

    /** How long what a refused client goes on sending is read and thrown away, so that it gets to see the answer. */
    static final Duration LINGER = Duration.ofSeconds(1);

    /** What a client sends beyond this after its refusal is not waited for; up to there it gets to see the answer. */
    public static final int MAX_DISCARDED_BYTES = 1 << 20;

    /** What one read brings at most, which is also what is held of requests ahead of their answers. */
    static final int MAX_READ_BYTES = 16 << 10;

    /** Of one connection's answers, beyond which it gets no other before it has read some. */
    static final int MAX_WAITING_BYTES = 32 << 10;
}
