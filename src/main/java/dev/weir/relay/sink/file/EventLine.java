package dev.weir.relay.sink.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.relay.sink.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A line that {@link EventJson} wrote, read back as far as it tells whose it is: the visitor's ids and the request. Confined to
 * one thread.
 */
final class EventLine {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Lines.MAX_LINE_BYTES)
                    .build())
            // What visitors named their fields is not to stay in memory.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private long seq;
    private String time = "";
    private boolean isErased;
    private String dialect = "";
    private String section = "";
    private @Nullable String device;
    private @Nullable String session;
    private @Nullable String clientSession;
    private @Nullable String referrer;
    private String method = "";
    private String path = "";
    private String query = "";
    private BodyKind kind = BodyKind.NONE;
    private byte[] body = {};

    private EventLine() {}

    /** @throws IOException if it is none */
    static EventLine parse(byte[] line, int from, int to) throws IOException {
        EventLine read = new EventLine();
        try (JsonParser json = JSON.createParser(line, from, to - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                read.field(name, json);
            }
        }
        return read;
    }

    /** Whether it is what is left of an event that was erased. */
    boolean isErased() {
        return isErased;
    }

    /** The event; its type is not told. */
    Envelope envelope() {
        return new Envelope(
                dialect,
                section,
                EventType.CUSTOM,
                device,
                session,
                clientSession,
                Envelope.Notes.NONE,
                new Envelope.Client(null, null, referrer),
                new Beacon(method, path, query, kind, body));
    }

    /** What is put in its place: it tells that nothing is missing by mistake, and counts as written when the sink resumes. */
    byte[] stub() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = EventJson.generator(out)) {
            json.writeStartObject();
            json.writeNumberField("seq", seq);
            json.writeStringField("time", time);
            json.writeStringField("section", section);
            json.writeBooleanField("erased", true);
            json.writeEndObject();
            json.writeRaw('\n');
        }
        return out.toByteArray();
    }

    private void field(String name, JsonParser json) throws IOException {
        switch (name) {
            case "seq" -> seq = json.getLongValue();
            case "time" -> time = json.getText();
            case "erased" -> isErased = json.getBooleanValue();
            case "dialect" -> dialect = json.getText();
            case "section" -> section = json.getText();
            case "did" -> device = json.getText();
            case "sid" -> session = json.getText();
            case "client_sid" -> clientSession = json.getText();
            case "client", "raw" -> request(json);
            default -> json.skipChildren();
        }
    }

    private void request(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "referrer" -> referrer = json.getText();
                case "method" -> method = json.getText();
                case "path" -> path = json.getText();
                case "query" -> query = json.getText();
                case "body_kind" -> kind = json.getText().equals("json") ? BodyKind.JSON : BodyKind.FORM;
                case "body" -> body = json.getText().getBytes(StandardCharsets.UTF_8);
                case "body_base64" -> body = Base64.getDecoder().decode(json.getText());
                default -> json.skipChildren();
            }
        }
    }
}
