package dev.weir.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.admin.AdminAnswer;
import dev.weir.admin.AdminRefusal;
import dev.weir.admin.AdminRequest;
import dev.weir.admin.Endpoint;
import dev.weir.event.Section;
import dev.weir.event.Section.Limit;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.relay.Deliveries;
import dev.weir.relay.Relay;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an operator may see and change of sections while they work; no keys. */
final class SectionEndpoints {

    private static final String SECTION = "section";
    private static final Set<String> LIMIT = Set.of("refill", "capacity", "mode");

    private final LiveConfig config;
    private final SectionLimits limits;
    private final Deliveries relay;

    SectionEndpoints(LiveConfig config, SectionLimits limits, Deliveries relay) {
        this.config = config;
        this.limits = limits;
        this.relay = relay;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads("/api/sections", request -> AdminAnswer.json(this::write)),
                Endpoint.operates("PUT", "/api/sections/{section}/limit", LIMIT, this::limit));
    }

    private AdminAnswer limit(AdminRequest request) throws AdminRefusal {
        String name = request.place(SECTION);
        Section section = config.sections().byName(name);
        if (section == null) {
            String names = config.sections().all().stream()
                    .map(Section::name)
                    .limit(20)
                    .collect(Collectors.joining(", "));
            throw AdminRefusal.unknown(SECTION + ": unknown (expected: one of the config's, such as " + names + ")");
        }
        request.refuseOthersThan(LIMIT);
        Limit now = limits.state(section).limit();
        Limit wanted = new Limit(
                number(request, "refill", SectionLimits.MAX_REFILL_PER_SECOND, now.refillPerSecond()),
                number(request, "capacity", Long.MAX_VALUE, now.capacity()),
                mode(request, now.mode()));
        List<String> problems = SectionLimits.problems("limit", wanted);
        if (!problems.isEmpty()) {
            throw AdminRefusal.bad(String.join("; ", problems));
        }
        limits.override(section, wanted);
        return AdminAnswer.json(json -> write(json, limits.state(section)));
    }

    private static long number(AdminRequest request, String name, long most, long otherwise) throws AdminRefusal {
        return request.parameter(name) == null ? otherwise : request.number(name, 1, most);
    }

    private static Limit.Mode mode(AdminRequest request, Limit.Mode otherwise) throws AdminRefusal {
        String mode = request.parameter("mode");
        if (mode == null) {
            return otherwise;
        }
        for (Limit.Mode each : Limit.Mode.values()) {
            if (label(each).equals(mode)) {
                return each;
            }
        }
        throw AdminRefusal.bad("mode: unknown (expected: enforce or shadow)");
    }

    private void write(JsonGenerator json) throws IOException {
        Map<String, Map<String, Relay.Pace>> paces = new HashMap<>();
        for (Relay.Status sink : relay.statuses()) {
            paces.put(sink.sink(), relay.paces(sink.sink()));
        }
        json.writeStartArray();
        for (Section section : config.sections().all()) {
            json.writeStartObject();
            json.writeStringField("name", section.name());
            json.writeFieldName("limit");
            write(json, limits.state(section));
            json.writeObjectFieldStart("paces");
            for (String sink : section.sinks()) {
                write(json, sink, paces.getOrDefault(sink, Map.of()).get(section.name()));
            }
            json.writeEndObject();
            write(json, "sinks", section.sinks());
            write(json, "dialects", new TreeSet<>(section.keys().keySet()));
            write(json, "origins", section.web().origins());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, SectionLimits.State state) throws IOException {
        json.writeStartObject();
        json.writeNumberField("refill", state.limit().refillPerSecond());
        json.writeNumberField("capacity", state.limit().capacity());
        json.writeStringField("mode", label(state.limit().mode()));
        json.writeNumberField("tokens", state.tokens());
        json.writeEndObject();
    }

    /** Left out where the section has had nothing to send there, or there is no pace. */
    private static void write(JsonGenerator json, String sink, Relay.@Nullable Pace pace) throws IOException {
        if (pace != null && pace.allowed() > 0) {
            json.writeObjectFieldStart(sink);
            json.writeNumberField("perSecond", pace.perSecond());
            json.writeNumberField("allowed", pace.allowed());
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, String name, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static String label(Limit.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
