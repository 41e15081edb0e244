package dev.weir.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the messages' data; the package's description says in which form. Immutable. */
final class MessageJson {

    /** Beyond it a number would be written as so many zeros. */
    private static final int MAX_PLAIN_SCALE = 30;

    private final JsonFactory factory = new JsonFactory();
    private final List<String> sinks;

    MessageJson(List<String> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    String request(SeenRequest request, Map<FateKey, Fate> fates) {
        return object(json -> {
            json.writeNumberField("id", request.id());
            time(json, request.timeMillis());
            text(json, "section", request.section());
            text(json, "dialect", request.dialect());
            text(json, "method", request.method());
            text(json, "path", request.path());
            json.writeNumberField("status", request.status());
            text(json, "outcome", request.outcome().label());
            text(json, "reason", request.reason());
            text(
                    json,
                    "promise",
                    request.promise() == null ? null : request.promise().label());
            text(json, "device", request.device());
            text(json, "session", request.session());
            text(json, "client", request.client());
            if (request.bytes() >= 0) {
                json.writeNumberField("bytes", request.bytes());
            }
            json.writeNumberField("micros", request.micros());
            json.writeArrayFieldStart("events");
            for (SeenEvent event : request.events()) {
                write(json, event, fates);
            }
            json.writeEndArray();
            leftOut(json, "eventsLeftOut", request.eventsLeftOut());
        });
    }

    String fate(long request, FateKey key, Fate fate) {
        return object(json -> {
            json.writeNumberField("request", request);
            json.writeNumberField("seq", key.seq());
            text(json, "sink", key.sink());
            write(json, fate);
        });
    }

    String sampled(String section, int leftOut) {
        return object(json -> {
            text(json, "section", section);
            json.writeNumberField("leftOut", leftOut);
        });
    }

    private void write(JsonGenerator json, SeenEvent event, Map<FateKey, Fate> fates) throws IOException {
        json.writeStartObject();
        text(json, "type", event.type() == null ? null : event.type().label());
        text(json, "verdict", event.verdict());
        if (event.seq() > 0) {
            json.writeNumberField("seq", event.seq());
        }
        text(json, "device", event.device());
        text(json, "session", event.session());
        if (!event.items().isEmpty()) {
            json.writeArrayFieldStart("items");
            for (SeenEvent.SeenItem item : event.items()) {
                write(json, item);
            }
            json.writeEndArray();
        }
        leftOut(json, "itemsLeftOut", event.itemsLeftOut());
        text(json, "order", event.order());
        text(json, "category", event.category());
        text(json, "goal", event.goal());
        number(json, "amount", event.amount());
        if (event.seq() > 0) {
            writeFates(json, event.seq(), fates);
        }
        json.writeEndObject();
    }

    /** Of every sink: one that has said nothing has the event still to deliver. */
    private void writeFates(JsonGenerator json, long seq, Map<FateKey, Fate> fates) throws IOException {
        json.writeObjectFieldStart("fates");
        for (String sink : sinks) {
            json.writeObjectFieldStart(sink);
            Fate fate = fates.get(new FateKey(seq, sink));
            if (fate == null) {
                text(json, "fate", Fate.Kind.PENDING.label());
            } else {
                write(json, fate);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SeenEvent.SeenItem item) throws IOException {
        json.writeStartObject();
        text(json, "id", item.id());
        if (item.quantity() != null) {
            json.writeNumberField("quantity", item.quantity());
        }
        number(json, "price", item.price());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Fate fate) throws IOException {
        text(json, "fate", fate.kind().label());
        time(json, fate.timeMillis());
        if (fate.by() > 0) {
            json.writeNumberField("by", fate.by());
        }
        if (fate.failures() > 0) {
            json.writeNumberField("failures", fate.failures());
        }
        text(json, "reason", fate.reason().isEmpty() ? null : fate.reason());
        if (fate.status() > 0) {
            json.writeNumberField("status", fate.status());
        }
        text(json, "detail", fate.detail().isEmpty() ? null : fate.detail());
    }

    private String object(Members members) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text in memory cannot be written", impossible);
        }
        return text.toString();
    }

    private static void time(JsonGenerator json, long millis) throws IOException {
        json.writeStringField("time", Instant.ofEpochMilli(millis).toString());
    }

    private static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable BigDecimal number) throws IOException {
        if (number != null) {
            boolean isPlain = Math.abs((long) number.scale()) <= MAX_PLAIN_SCALE;
            json.writeFieldName(name);
            json.writeNumber(isPlain ? number.toPlainString() : number.toString());
        }
    }

    private static void leftOut(JsonGenerator json, String name, int number) throws IOException {
        if (number > 0) {
            json.writeNumberField(name, number);
        }
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }
}
