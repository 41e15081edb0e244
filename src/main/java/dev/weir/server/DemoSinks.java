package dev.weir.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.Deliveries;
import dev.weir.relay.Relay;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** How far each sink has come, for the demo's page: numbers alone. */
final class DemoSinks {

    private static final JsonFactory JSON = new JsonFactory();

    private DemoSinks() {}

    /** As the page reads it. */
    static String json(Deliveries relay) {
        // First, so that no sink is ahead of what there is.
        List<Relay.Status> statuses = relay.statuses();
        long accepted = relay.accepted();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("accepted", accepted);
            json.writeArrayFieldStart("sinks");
            for (Relay.Status status : statuses) {
                write(json, status);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Relay.Status status) throws IOException {
        Cursor cursor = status.cursor();
        json.writeStartObject();
        json.writeStringField("name", status.sink());
        json.writeNumberField("next", cursor.nextSeq());
        json.writeNumberField("delivered", cursor.delivered());
        json.writeNumberField("superseded", cursor.superseded());
        json.writeNumberField("dead_lettered", cursor.deadLettered());
        json.writeNumberField("skipped", cursor.skipped());
        json.writeNumberField("pending", status.pending());
        json.writeEndObject();
    }
}
