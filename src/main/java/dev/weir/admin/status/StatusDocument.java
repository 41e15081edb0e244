package dev.weir.admin.status;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.admin.AdminAnswer;
import dev.weir.admin.Role;
import dev.weir.event.Section;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where everything stands at one moment. For one answer. */
final class StatusDocument implements AdminAnswer.Document {

    private final Instant time;
    private final Role role;
    private final Facts facts;
    private final Reading now;
    private final History history;

    StatusDocument(Instant time, Role role, Facts facts, Reading now, History history) {
        this.time = time;
        this.role = role;
        this.facts = facts;
        this.now = now;
        this.history = history;
    }

    @Override
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        json.writeStringField("version", facts.version());
        json.writeStringField(
                "startedAt", facts.startedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        json.writeStringField("role", role.label());
        json.writeStringField("state", facts.state());
        json.writeObjectFieldStart("checks");
        for (Map.Entry<String, Boolean> check : facts.checks().entrySet()) {
            json.writeBooleanField(check.getKey(), check.getValue());
        }
        json.writeEndObject();
        config(json);
        intake(json);
        journal(json);
        new SinksDocument(facts, now, history.minuteAgo()).write(json);
        sections(json);
        counts(json, "ids", now.by("outcome", "weir.ids"));
        counts(json, "bots", now.by("kind", "weir.intake.bots"));
        rates(json);
        json.writeEndObject();
    }

    private void config(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("config");
        json.writeStringField("source", facts.config().source());
        json.writeStringField(
                "loadedAt",
                facts.config().loadedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        json.writeStringField("refused", facts.config().refused());
        json.writeEndObject();
    }

    private void intake(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("intake");
        for (String count : new String[] {"received", "accepted", "duplicates", "rejected", "answered"}) {
            json.writeNumberField(count, now.count("weir." + count));
        }
        json.writeNumberField("waiting", now.count("weir.intake.waiting"));
        json.writeArrayFieldStart("rejectedBy");
        for (Reading.Value value : now.all("weir.rejected").stream()
                .filter(each -> each.number() > 0)
                .sorted(Comparator.comparingDouble(Reading.Value::number).reversed())
                .toList()) {
            json.writeStartObject();
            json.writeStringField("dialect", value.tag("dialect"));
            json.writeStringField("reason", value.tag("reason"));
            json.writeNumberField("events", Math.round(value.number()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void journal(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("journal");
        json.writeNumberField("accepted", now.count("weir.journal.accepted"));
        json.writeBooleanField("healthy", now.isSet("weir.journal.healthy"));
        json.writeBooleanField("held", now.isSet("weir.journal.held"));
        json.writeBooleanField("full", facts.journal().isFull());
        json.writeNumberField("diskBytes", now.count("weir.journal.disk.bytes"));
        json.writeNumberField("maxBytes", facts.journal().maxBytes());
        json.writeNumberField("usableBytes", facts.journal().usableBytes());
        json.writeNumberField("queueDepth", now.count("weir.journal.queue.depth"));
        json.writeNumberField("queueBytes", now.count("weir.journal.queue.bytes"));
        History.Mark then = history.minuteAgo();
        quantiles(json, "append", now.buckets("weir.journal.append"), then == null ? Buckets.NONE : then.append());
        quantiles(json, "fsync", now.buckets("weir.journal.fsync"), then == null ? Buckets.NONE : then.fsync());
        json.writeNumberField("damaged", now.count("weir.journal.damaged"));
        json.writeEndObject();
    }

    private void sections(JsonGenerator json) throws IOException {
        History.Mark then = history.lately();
        Map<String, Double> accepted = now.by("section", "weir.accepted");
        json.writeArrayFieldStart("sections");
        for (Facts.SectionFacts each : facts.sections()) {
            Section section = each.section();
            json.writeStartObject();
            json.writeStringField("name", section.name());
            names(json, "dialects", section.keys().keySet().stream().sorted().toList());
            names(json, "sinks", section.sinks());
            json.writeObjectFieldStart("limit");
            json.writeNumberField("refill", each.limit().refillPerSecond());
            json.writeNumberField("capacity", each.limit().capacity());
            json.writeStringField("mode", each.limit().mode().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
            double count = accepted.getOrDefault(section.name(), 0.0);
            double before = then == null ? count : then.acceptedBySection().getOrDefault(section.name(), 0.0);
            json.writeNumberField("ratePerSecond", rate(then, count, before));
            json.writeNumberField("accepted", Math.round(count));
            json.writeNumberField("limited", now.count("weir.limited", "section", section.name()));
            json.writeNumberField("superseded", each.superseded());
            json.writeNumberField("owed", each.owed());
            Long oldest = each.oldestMillis();
            json.writeNumberField(
                    "backlogAgeSeconds", oldest == null ? 0 : Math.max(0, time.toEpochMilli() - oldest) / 1000.0);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void rates(JsonGenerator json) throws IOException {
        History.Mark then = history.lately();
        json.writeObjectFieldStart("rates");
        double accepted = now.sum("weir.accepted");
        double rejected = now.sum("weir.rejected");
        json.writeNumberField("acceptedPerSecond", rate(then, accepted, then == null ? accepted : then.accepted()));
        json.writeNumberField("rejectedPerSecond", rate(then, rejected, then == null ? rejected : then.rejected()));
        json.writeObjectFieldStart("deliveredPerSecond");
        for (Map.Entry<String, Double> sink :
                now.by("sink", "weir.sink.delivered").entrySet()) {
            double before = then == null
                    ? sink.getValue()
                    : then.deliveredBySink().getOrDefault(sink.getKey(), sink.getValue());
            json.writeNumberField(sink.getKey(), rate(then, sink.getValue(), before));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private double rate(History.@Nullable Mark then, double count, double before) {
        return then == null ? 0 : rounded(then.perSecond(count, before, now.atNanos()));
    }

    /** Of the last minute; null where nothing happened in it. */
    static void quantiles(JsonGenerator json, String what, Buckets all, Buckets before) throws IOException {
        Buckets lately = all.since(before);
        number(json, what + "P50Millis", lately.quantile(0.5));
        number(json, what + "P99Millis", lately.quantile(0.99));
    }

    static void number(JsonGenerator json, String name, @Nullable Double value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, rounded(value));
        }
    }

    private static void counts(JsonGenerator json, String name, Map<String, Double> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Double> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), Math.round(count.getValue()));
        }
        json.writeEndObject();
    }

    private static void names(JsonGenerator json, String name, Iterable<String> names) throws IOException {
        json.writeArrayFieldStart(name);
        for (String each : names) {
            json.writeString(each);
        }
        json.writeEndArray();
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
