package dev.weir.dialect.gravityfield;

import dev.weir.dialect.gravityfield.Endpoint.Api;
import dev.weir.dialect.gravityfield.Endpoint.Kind;
import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonWriter;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request of one event in the words of the API that it came in: V1 as the vendor's guide for servers has it, V2 as the
 * vendor's SDKs write it.
 *
 * <p>Taken from the beacon, for the model has no place for it: {@code sec}, what is said of page and device ({@link
 * PlaceWriter}), the visitor's {@code attributes} and the second of V1's two ids, {@code options}, an id of the event, and
 * what {@link EntryWriter} takes. Confined to one thread.
 */
final class RequestWriter {

    private static final String[] EVENT_IDS = {"event_id", "eventId"};

    private final Body body;
    private final Api api;
    private final JsonMembers came;
    private final JsonWriter json = JsonWriter.object();

    RequestWriter(Body body) {
        JsonMembers members = JsonMembers.of(body.json());
        if (members == null) {
            throw new IllegalStateException("a request that was accepted, and is no JSON object");
        }
        this.body = body;
        this.api = body.endpoint().api();
        this.came = members;
    }

    /**
     * The request.
     *
     * @param event what it means
     * @param sessionId ours where the client named none, or null
     */
    Beacon write(Envelope envelope, Event event, @Nullable String sessionId, long acceptedMillis) {
        if (api == Api.V2) {
            json.json("sec", came.json("sec"));
        }
        visitor(envelope.deviceId(), sessionId);
        new PlaceWriter(came).write(json, api, envelope.client());
        options();
        String time = time(event.context().timeMillis(), acceptedMillis);
        if (body.endpoint().kind() == Kind.PAGE) {
            json.text("type", api == Api.V2 ? "screenview" : null).text(Events.EVENT_TIME, time);
        } else {
            json.openArray(body.endpoint().lists().get(0)).openElement();
            new EntryWriter(json, body, body.entries().get(0)).write(event, time);
            json.closeObject().closeArray();
        }
        for (String name : EVENT_IDS) {
            json.json(name, came.json(name));
        }
        return Bodies.beacon(body.endpoint(), json.bytes());
    }

    private void visitor(@Nullable String deviceId, @Nullable String sessionId) {
        Visitor visitor = body.visitor();
        JsonMembers user = came.isObject("user") ? JsonMembers.of(came.bytes("user")) : null;
        String session = sessionId == null ? visitor.session() : sessionId;
        json.openObject("user");
        visitor.idWords(deviceId).forEach(json::text);
        if (api == Api.V2) {
            json.text(visitor.sessionWord(), session);
        }
        json.json("attributes", user == null ? null : user.json("attributes")).closeObject();
        if (api == Api.V1) {
            json.openObject("session").text(visitor.sessionWord(), session);
            boolean isOwnApart = !visitor.sessionWord().equals(Visitor.CUSTOM) && came.isObject("session");
            JsonMembers own = isOwnApart ? JsonMembers.of(came.bytes("session")) : null;
            json.json(Visitor.CUSTOM, own == null ? null : own.json(Visitor.CUSTOM))
                    .closeObject();
        }
    }

    private void options() {
        for (String name : new String[] {"options", "option"}) {
            if (came.isObject(name)) {
                json.json("options", came.json(name));
                return;
            }
        }
    }

    /** V1 has no place for a time: one is written there only if the client found one. */
    private @Nullable String time(@Nullable Long named, long acceptedMillis) {
        if (named != null) {
            return EventTime.text(named);
        }
        return api == Api.V2 ? EventTime.text(acceptedMillis) : null;
    }
}
