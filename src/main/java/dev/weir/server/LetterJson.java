package dev.weir.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.KeptLetter;
import dev.weir.relay.deadletter.LetterInspector.State;
import dev.weir.relay.sink.EventJson;
import dev.weir.tool.PlainText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Letters as JSON. */
final class LetterJson {

    private LetterJson() {}

    /** What the list tells, as one line. */
    static String line(String sink, KeptLetter letter, State state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = EventJson.generator(out)) {
            json.writeStartObject();
            writeLetter(json, sink, letter, state);
            json.writeEndObject();
        }
        return PlainText.ofJson(out.toString(StandardCharsets.UTF_8));
    }

    /**
     * All that there is, over several lines.
     *
     * @param original the journal's entry, or null if there is none
     */
    static String page(String sink, KeptLetter letter, State state, @Nullable Kept original) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = EventJson.generator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            writeLetter(json, sink, letter, state);
            write(json, "detail", letter.detail());
            write(json, "answer", letter.answer());
            if (original != null) {
                writeOriginal(json, original);
            }
            json.writeEndObject();
        }
        return PlainText.ofJson(out.toString(StandardCharsets.UTF_8));
    }

    private static void writeLetter(JsonGenerator json, String sink, KeptLetter letter, State state)
            throws IOException {
        json.writeStringField("sink", sink);
        json.writeNumberField("seq", letter.seq());
        if (letter.lastSeq() != letter.seq()) {
            json.writeNumberField("last_seq", letter.lastSeq());
        }
        json.writeStringField("time", EventJson.time(letter.timeMillis()));
        write(json, "section", letter.section());
        write(json, "type", letter.type());
        json.writeStringField("reason", letter.reason());
        if (letter.status() != 0) {
            json.writeNumberField("status", letter.status());
        }
        json.writeStringField("state", state.label());
        json.writeNumberField("attempts", letter.attempts());
    }

    private static void writeOriginal(JsonGenerator json, Kept original) throws IOException {
        Envelope envelope = original.envelope();
        json.writeStringField("accepted", EventJson.time(original.timeMillis()));
        json.writeStringField("dialect", envelope.dialect());
        write(json, "did", envelope.deviceId());
        write(json, "sid", envelope.sessionId());
        write(json, "address", envelope.client().address());
        write(json, "user_agent", envelope.client().userAgent());
        write(json, "referrer", envelope.client().referrer());
        write(json, "request_id", envelope.client().requestId());
        write(json, "traceparent", envelope.client().traceparent());
        Beacon beacon = envelope.beacon();
        json.writeObjectFieldStart("request");
        json.writeStringField("method", beacon.method());
        json.writeStringField("path", beacon.path());
        write(json, "query", beacon.query());
        write(json, "content_type", beacon.bodyKind().contentType());
        writeBody(json, beacon.body());
        json.writeEndObject();
    }

    private static void writeBody(JsonGenerator json, byte[] body) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            write(json, "body", text);
        } catch (CharacterCodingException notText) {
            json.writeStringField("body_base64", Base64.getEncoder().encodeToString(body));
        }
    }

    private static void write(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null && !text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }
}
