package dev.weir.dialect.pagent;

import dev.weir.dialect.Claim;
import dev.weir.dialect.Part;
import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonWriter;
import dev.weir.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Writes one event as the document has it, with the fields that it lists and no others.
 *
 * <p>Three things the model has no place for, and they are taken from the event as it came: {@code visit_id}; whether {@code
 * properties} is an object or an array; and the types in it, which are the shop's own. The ids are the client's as well: they
 * are this vendor's, and required.
 */
final class ConversionWriter {

    private final Endpoint endpoint;
    private final JsonMembers came;

    /** @param event its own bytes, as accepted */
    ConversionWriter(Endpoint endpoint, byte[] event) {
        JsonMembers members = JsonMembers.of(event);
        if (members == null) {
            throw new IllegalStateException("an event that was accepted, and is no JSON object");
        }
        this.endpoint = endpoint;
        this.came = members;
    }

    /** @param acceptedMillis when it happened, if the client did not say */
    byte[] write(Part.Meant meant, long acceptedMillis) {
        Event.Conversion conversion = (Event.Conversion) meant.event();
        Long time = conversion.context().timeMillis();
        JsonWriter json = JsonWriter.object();
        ids(json, meant.claim(), conversion.goalId());
        return json.text("label", conversion.label())
                .number("revenue", conversion.revenueCents())
                .json("properties", came.json("properties"))
                .number("time", time == null ? acceptedMillis : time)
                .bytes();
    }

    private void ids(JsonWriter json, Claim claim, String goalId) {
        if (!endpoint.hasSessionData()) {
            json.text("session_id", claim.sessionId())
                    .text("user_id", claim.deviceId())
                    .text("conversion_id", goalId);
            return;
        }
        json.openObject(ConversionReader.SESSION_DATA)
                .text("session_id", claim.sessionId())
                .text("user_id", claim.deviceId())
                .text("visit_id", visitId())
                .text("conversion_id", goalId)
                .closeObject();
    }

    private @Nullable String visitId() {
        JsonMembers sessionData = JsonMembers.of(came.bytes(ConversionReader.SESSION_DATA));
        return sessionData == null || sessionData.json("visit_id") == null ? null : sessionData.scalar("visit_id");
    }
}
