package dev.weir.event;

import java.util.Objects;
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
 * @param notes what the intake found out about it
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
        Notes notes,
        Client client,
        Beacon beacon) {

    /** The same event, called by a name. */
    public Envelope named(String name) {
        return new Envelope(
                dialect, section, type, deviceId, sessionId, clientSessionId, notes.named(name), client, beacon);
    }

    /**
     * What the intake found out.
     *
     * @param authenticated whether the client presented the section's right secret (stripped from the beacon)
     * @param carriedTo the name of the sink whose vendor has the event already, because the call whose answer the page
     *     waited for told of it; or null
     * @param attribution whether the event's session is one that was seen here
     * @param idempotencyKey what a repetition of the event is known by, at most 64 ASCII characters, or null
     * @param bot whether a machine sent it that is no visitor
     * @param name what the event is called wherever it is kept, which may be in two places, at most 64 ASCII characters; null
     *     where it is kept in one, which gives it its number
     */
    public record Notes(
            boolean authenticated,
            @Nullable String carriedTo,
            Attribution attribution,
            @Nullable String idempotencyKey,
            Bot bot,
            @Nullable String name) {

        public static final Notes NONE = new Notes(false, null, Attribution.NOT_ASKED, null);
        public static final Notes AUTHENTICATED = new Notes(true, null, Attribution.NOT_ASKED, null);

        /** Of what no bot sent, as far as is known. */
        public Notes(
                boolean authenticated,
                @Nullable String carriedTo,
                Attribution attribution,
                @Nullable String idempotencyKey) {
            this(authenticated, carriedTo, attribution, idempotencyKey, Bot.NONE);
        }

        /** Of an event without a name. */
        public Notes(
                boolean authenticated,
                @Nullable String carriedTo,
                Attribution attribution,
                @Nullable String idempotencyKey,
                Bot bot) {
            this(authenticated, carriedTo, attribution, idempotencyKey, bot, null);
        }

        private Notes named(String name) {
            return new Notes(authenticated, carriedTo, attribution, idempotencyKey, bot, name);
        }
    }

    /** Whether an event could be tied to a session. The label is the metric tag and the NDJSON word. */
    public enum Attribution {
        /** Events of this kind are not asked. */
        NOT_ASKED("not-asked"),
        ATTRIBUTED("attributed"),
        UNATTRIBUTED("unattributed");

        private final String label;

        Attribution(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** A machine that sends as a browser does, without a visitor. The label is the metric tag and the NDJSON word. */
    public enum Bot {
        /** A visitor, a server that showed its key, or a machine that does not say what it is. */
        NONE("none"),
        /** It names itself in its user agent. */
        CRAWLER("crawler"),
        /** A browser that loads a page before anybody has asked for it. */
        PREFETCH("prefetch");

        private final String label;

        Bot(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * Whom the event is of: the other end of the connection, or whom a server that speaks for visitors named.
     *
     * @param address the IP address as text, or null when unknown
     * @param userAgent the User-Agent header, at most 512 characters, or null
     * @param referrer the Referer header, at most 2048 characters, or null
     * @param requestId what the request is called in others' logs (X-Request-Id), at most 128 visible ASCII characters, or
     *     null
     * @param traceparent the trace that it is part of (W3C Trace Context, version 00), or null
     */
    public record Client(
            @Nullable String address,
            @Nullable String userAgent,
            @Nullable String referrer,
            @Nullable String requestId,
            @Nullable String traceparent) {
        public static final Client UNKNOWN = new Client(null, null, null);

        /** One whose request has no name. */
        public Client(@Nullable String address, @Nullable String userAgent, @Nullable String referrer) {
            this(address, userAgent, referrer, null, null);
        }

        /** The same client, of a request that has the names of another's. */
        public Client inRequestOf(Client other) {
            // Fast path: most requests have no name.
            if (Objects.equals(requestId, other.requestId) && Objects.equals(traceparent, other.traceparent)) {
                return this;
            }
            return new Client(address, userAgent, referrer, other.requestId, other.traceparent);
        }
    }
}
