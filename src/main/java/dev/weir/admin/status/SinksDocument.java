package dev.weir.admin.status;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where each sink stands, as a part of the status. */
final class SinksDocument {

    private final Facts facts;
    private final Reading now;
    private final History.@Nullable Mark minuteAgo;

    SinksDocument(Facts facts, Reading now, History.@Nullable Mark minuteAgo) {
        this.facts = facts;
        this.now = now;
        this.minuteAgo = minuteAgo;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("sinks");
        for (Facts.Sink sink : facts.sinks()) {
            write(json, sink);
        }
        json.writeEndArray();
    }

    /** The state of each, and what it is owed. */
    void writeHealth(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Facts.Sink sink : facts.sinks()) {
            json.writeObjectFieldStart(sink.name());
            json.writeStringField("state", state(sink));
            json.writeNumberField("pending", count("pending", sink.name()));
            json.writeNumberField(
                    "backlogAgeSeconds", StatusDocument.rounded(now.sum("weir.sink.backlog.age", "sink", sink.name())));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void write(JsonGenerator json, Facts.Sink sink) throws IOException {
        String name = sink.name();
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("type", sink.type());
        json.writeStringField("state", state(sink));
        json.writeBooleanField("well", sink.isWell());
        json.writeBooleanField("paused", sink.isPaused());
        json.writeNumberField("delivered", count("delivered", name));
        json.writeNumberField("superseded", count("superseded", name));
        json.writeNumberField("deadLettered", count("dead_lettered", name));
        json.writeNumberField("skipped", count("skipped", name));
        json.writeNumberField("notRouted", count("not_routed", name));
        json.writeNumberField("pending", count("pending", name));
        json.writeNumberField("cursor", count("cursor", name));
        json.writeNumberField("inFlight", count("in_flight", name));
        json.writeNumberField("limit", count("limit", name));
        json.writeNumberField("heldBack", count("held_back", name));
        json.writeBooleanField("open", isLeftAlone(name));
        json.writeNumberField(
                "backlogAgeSeconds", StatusDocument.rounded(now.sum("weir.sink.backlog.age", "sink", name)));
        json.writeNumberField("backlogBytes", count("backlog.bytes", name));
        Buckets then = minuteAgo == null ? Buckets.NONE : minuteAgo.deliveries().getOrDefault(name, Buckets.NONE);
        StatusDocument.quantiles(json, "delivery", now.buckets("weir.sink.delivery", "sink", name), then);
        json.writeNumberField("retries", count("retries", name));
        json.writeNumberField("throttled", count("throttled", name));
        json.writeNumberField("letters", sink.letters());
        paces(json, name);
        json.writeEndObject();
    }

    private void paces(JsonGenerator json, String name) throws IOException {
        json.writeArrayFieldStart("paces");
        for (Map.Entry<String, Double> pace :
                now.by("section", "weir.sink.pace", "sink", name).entrySet()) {
            json.writeStartObject();
            json.writeStringField("section", pace.getKey());
            json.writeNumberField("perSecond", StatusDocument.rounded(pace.getValue()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private String state(Facts.Sink sink) {
        return SinkState.of(sink, now, minuteAgo).label();
    }

    private boolean isLeftAlone(String sink) {
        return now.isSet("weir.sink.open", "sink", sink);
    }

    private long count(String meter, String sink) {
        return now.count("weir.sink." + meter, "sink", sink);
    }
}
