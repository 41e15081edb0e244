package dev.weir.relay.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.weir.dialect.Dialect;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event as one JSON object on one line; the package's page lists the fields. Nothing that a visitor sent can break a
 * line: control characters and the line separators of Unicode are escaped. Safe for many threads.
 */
public final class EventJson {

    private static final DateTimeFormatter RFC_3339 =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build()
            .setCharacterEscapes(new LineEscapes());

    private static final char REPLACEMENT = '\uFFFD';
    private static final int MILLIS_A_SECOND = 1_000;
    /** A point, three digits, and a letter. */
    private static final int END_OF_TIME = 5;

    /** The same for a thousand events and more. Immutable, so that it does not matter which thread sees whose. */
    private static Second lastSecond = Second.of(0);

    private EventJson() {}

    /** A generator whose output holds no line break but those between two writings of a line. */
    public static JsonGenerator generator(OutputStream out) throws IOException {
        JsonGenerator json = JSON.createGenerator(out);
        json.setRootValueSeparator(null);
        return json;
    }

    /** Writes the event and ends the line. */
    public static void writeLine(OutputStream out, Delivery delivery) throws IOException {
        try (JsonGenerator json = generator(out)) {
            write(json, delivery);
            json.writeRaw('\n');
        }
    }

    /** Writes the event as one object. */
    public static void write(JsonGenerator json, Delivery delivery) throws IOException {
        write(json, delivery.kept(), delivery::event);
    }

    /** Writes a journal's entry as one object; {@code event} is left out where there is no dialect to decode it. */
    public static void write(JsonGenerator json, Kept kept, @Nullable Dialect dialect) throws IOException {
        write(json, kept, dialect == null ? null : () -> kept.event(dialect::decode));
    }

    private static void write(JsonGenerator json, Kept kept, @Nullable Decoding decoding) throws IOException {
        Envelope envelope = kept.envelope();
        json.writeStartObject();
        json.writeNumberField("seq", kept.seq());
        json.writeStringField("time", time(kept.timeMillis()));
        JsonFields.write(json, "dialect", envelope.dialect());
        JsonFields.write(json, "section", envelope.section());
        json.writeStringField("type", envelope.type().label());
        writeVisitor(json, envelope);
        if (decoding != null) {
            writeEvent(json, decoding);
        }
        writeClient(json, envelope.client());
        JsonFields.write(json, "request_id", envelope.client().requestId());
        JsonFields.write(json, "traceparent", envelope.client().traceparent());
        writeRaw(json, envelope.beacon());
        json.writeEndObject();
    }

    /** A moment as this form writes it: RFC 3339 in UTC with milliseconds. */
    public static String time(long millis) {
        long second = Math.floorDiv(millis, MILLIS_A_SECOND);
        Second known = lastSecond;
        if (known.epochSecond != second) {
            known = Second.of(second);
            lastSecond = known;
        }
        // A thousand more, for its zeros in front.
        int thousands = MILLIS_A_SECOND + Math.floorMod(millis, MILLIS_A_SECOND);
        return new StringBuilder(known.text.length() + END_OF_TIME)
                .append(known.text)
                .append(thousands)
                .append('Z')
                .replace(known.text.length(), known.text.length() + 1, ".")
                .toString();
    }

    private static void writeEvent(JsonGenerator json, Decoding decoding) throws IOException {
        Event event;
        try {
            event = decoding.event();
        } catch (RejectedException e) {
            JsonFields.write(json, "undecodable", e.rejection().label() + ": " + e.getMessage());
            return;
        } catch (RuntimeException bug) {
            JsonFields.write(json, "undecodable", "internal: " + bug.getClass().getName());
            return;
        }
        EventFields.write(json, event);
    }

    private static void writeVisitor(JsonGenerator json, Envelope envelope) throws IOException {
        JsonFields.write(json, "did", envelope.deviceId());
        JsonFields.write(json, "sid", envelope.sessionId());
        String presented = envelope.clientSessionId();
        if (presented != null && !presented.equals(envelope.sessionId())) {
            JsonFields.write(json, "client_sid", presented);
        }
        Envelope.Notes notes = envelope.notes();
        if (notes.authenticated()) {
            json.writeBooleanField("authenticated", true);
        }
        if (notes.attribution() != Envelope.Attribution.NOT_ASKED) {
            json.writeStringField("attribution", notes.attribution().label());
        }
        JsonFields.write(json, "carried_to", notes.carriedTo());
        if (notes.bot() != Envelope.Bot.NONE) {
            json.writeStringField("bot", notes.bot().label());
        }
    }

    private static void writeClient(JsonGenerator json, Envelope.Client client) throws IOException {
        if (client.address() == null && client.userAgent() == null && client.referrer() == null) {
            return;
        }
        json.writeObjectFieldStart("client");
        JsonFields.write(json, "address", client.address());
        JsonFields.write(json, "user_agent", client.userAgent());
        JsonFields.write(json, "referrer", client.referrer());
        json.writeEndObject();
    }

    private static void writeRaw(JsonGenerator json, Beacon beacon) throws IOException {
        json.writeObjectFieldStart("raw");
        JsonFields.write(json, "method", beacon.method());
        JsonFields.write(json, "path", beacon.path());
        if (!beacon.query().isEmpty()) {
            JsonFields.write(json, "query", beacon.query());
        }
        switch (beacon.bodyKind()) {
            case NONE -> {}
            case JSON -> json.writeStringField("body_kind", "json");
            case FORM -> json.writeStringField("body_kind", "form");
        }
        if (beacon.bodyKind() != BodyKind.NONE || beacon.body().length > 0) {
            writeBody(json, beacon.body());
        }
        json.writeEndObject();
    }

    private static void writeBody(JsonGenerator json, byte[] body) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        // Fast path: it stands for what is no text, and hardly ever for itself.
        if (text.indexOf(REPLACEMENT) < 0 || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body)) {
            json.writeStringField("body", text);
        } else {
            json.writeStringField("body_base64", Base64.getEncoder().encodeToString(body));
        }
    }

    /** @param text without the part of a second and what follows */
    private record Second(long epochSecond, String text) {
        private static Second of(long epochSecond) {
            String whole = RFC_3339.format(Instant.ofEpochSecond(epochSecond));
            return new Second(epochSecond, whole.substring(0, whole.length() - END_OF_TIME));
        }
    }

    private interface Decoding {
        Event event() throws RejectedException;
    }
}
