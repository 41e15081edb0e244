package dev.weir.event;

import org.jspecify.annotations.Nullable;

/**
 * What the journal keeps of one accepted event: the beacon, with who sent it and what it turned out to be.
 *
 * @param dialect the dialect's label
 * @param section the section's name
 * @param type what kind of event it is
 * @param deviceId the device, or null where the event names none (a message's receipt, a back office's call)
 * @param sessionId the session by our own account, or null where there is no device
 * @param clientSessionId the session id that the client sent, or null
 * @param authenticated whether the client presented the section's right secret (stripped from the beacon)
 * @param client who was at the other end of the connection
 * @param beacon the request as sent, secrets stripped
 */
public record Envelope(
        String dialect,
        String section,
        EventType type,
        @Nullable String deviceId,
        @Nullable String sessionId,
        @Nullable String clientSessionId,
        boolean authenticated,
        Client client,
        Beacon beacon) {

    /**
     * The other end of the connection.
     *
     * @param address the IP address as text, or null when unknown
     * @param userAgent the User-Agent header, at most 512 characters, or null
     * @param referrer the Referer header, at most 2048 characters, or null
     */
    public record Client(
            @Nullable String address,
            @Nullable String userAgent,
            @Nullable String referrer) {
        public static final Client UNKNOWN = new Client(null, null, null);
    }
}
