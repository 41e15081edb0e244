package dev.weir.dialect.pureclarity;

import dev.weir.dialect.wire.JsonWriter;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request as the document has it, with one event in it and no zones asked for.
 *
 * <p>What a request says as a whole, and our model has no place for in every event, is taken from the beacon: {@code
 * currentUrl}, {@code currency}, {@code searchterm}, {@code ip} and {@code userAgent}. So the requests of two events that
 * came with the same words still differ in nothing but their events, and can be joined.
 */
final class RequestWriter {

    private final Body body;
    private final Envelope.Client client;

    RequestWriter(Body body, Envelope.Client client) {
        this.body = body;
        this.client = client;
    }

    /**
     * The request.
     *
     * @param ids device and session as the vendor is told of them, each null for none
     * @param data the event as it came
     * @param event what it means
     */
    byte[] write(Naming ids, @Nullable String secret, EventData data, Event event) {
        JsonWriter json = JsonWriter.object();
        member(json, Member.APP_ID, body.text(Member.APP_ID));
        member(json, Member.SECRET_KEY, secret);
        member(json, Member.CURRENT_URL, body.text(Member.CURRENT_URL));
        member(json, Member.USER_AGENT, userAgent(body, client));
        member(json, Member.IP, address(body, client));
        member(json, Member.VISITOR_ID, ids.visitorId());
        member(json, Member.SESSION_ID, ids.sessionId());
        member(json, Member.REFERER, body.text(Member.REFERER));
        member(json, Member.CURRENCY, body.text(Member.CURRENCY));
        member(json, Member.SEARCH_TERM, body.text(Member.SEARCH_TERM));
        json.openArray(Body.EVENTS).openElement();
        new EventWriter(json, data, body).write(event);
        return json.closeObject()
                .closeArray()
                .openArray(Body.ZONES)
                .closeArray()
                .bytes();
    }

    /** What the request says, or who the event was accepted from. */
    static @Nullable String userAgent(Body body, Envelope.Client client) {
        String said = body.text(Member.USER_AGENT);
        return said == null ? client.userAgent() : said;
    }

    /** What the request says, or who the event was accepted from. */
    static @Nullable String address(Body body, Envelope.Client client) {
        String said = body.text(Member.IP);
        return said == null ? client.address() : said;
    }

    private static void member(JsonWriter json, Member member, @Nullable String text) {
        json.text(member.label(), text);
    }

    /** Who the event is of, in the vendor's words. */
    record Naming(@Nullable String visitorId, @Nullable String sessionId) {}
}
