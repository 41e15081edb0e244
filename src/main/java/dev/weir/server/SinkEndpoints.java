package dev.weir.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.admin.AdminAnswer;
import dev.weir.admin.AdminRefusal;
import dev.weir.admin.AdminRequest;
import dev.weir.admin.Endpoint;
import dev.weir.relay.Deliveries;
import dev.weir.relay.Relay;
import dev.weir.relay.ReplayProgress;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an operator may see and change of sinks while they work. */
final class SinkEndpoints {

    private static final String SINK = "sink";
    private static final Set<String> RANGE = Set.of("from", "to");

    private final Deliveries relay;
    private final PausedSinks paused;
    private final @Nullable JournalRange range;

    /** @param range null where a range of numbers names no events */
    SinkEndpoints(Deliveries relay, PausedSinks paused, @Nullable JournalRange range) {
        this.relay = relay;
        this.paused = paused;
        this.range = range;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads("/api/sinks", request -> AdminAnswer.json(this::write)),
                Endpoint.operates("POST", "/api/sinks/{sink}/pause", request -> pause(request, true)),
                Endpoint.operates("POST", "/api/sinks/{sink}/resume", request -> pause(request, false)),
                Endpoint.operates("POST", "/api/sinks/{sink}/replay", RANGE, this::replay));
    }

    /** Written down for the next start, and then done; what cannot be written is not done. One at a time. */
    private synchronized AdminAnswer pause(AdminRequest request, boolean isWanted) throws AdminRefusal {
        String sink = status(request).sink();
        Set<String> names = relay.statuses().stream()
                .filter(Relay.Status::isPaused)
                .map(Relay.Status::sink)
                .collect(Collectors.toCollection(HashSet::new));
        boolean isChanged = isWanted ? names.add(sink) : names.remove(sink);
        try {
            paused.save(names);
        } catch (IOException unwritable) {
            throw new AdminRefusal(
                    503,
                    SINK + ": " + sink + " is " + (isChanged == isWanted ? "not paused" : "still paused")
                            + ", since what is paused cannot be written: " + unwritable.getMessage());
        }
        if (isWanted) {
            relay.pause(sink);
        } else {
            relay.resume(sink);
        }
        return AdminAnswer.done();
    }

    private AdminAnswer replay(AdminRequest request) throws AdminRefusal {
        Relay.Status status = status(request);
        request.refuseOthersThan(RANGE);
        JournalRange journal = range;
        if (journal == null) {
            throw AdminRefusal.conflict(
                    "replay: with journal.type: kafka (expected: journal.type: file, whose numbers each name an event)");
        }
        JournalRange.Found found = journal.find(
                request.required("from", JournalRange.EXPECTED),
                request.required("to", JournalRange.EXPECTED),
                status.cursor().frontier() - 1);
        if (!relay.tryReplay(status.sink(), found.from(), found.to())) {
            throw AdminRefusal.conflict(SINK + ": " + status.sink()
                    + " is being sent another range (expected: one at a time; GET /api/sinks shows how far it is)");
        }
        return AdminAnswer.json(json -> {
            json.writeStartObject();
            json.writeStringField("status", "ok");
            json.writeNumberField("from", found.from());
            json.writeNumberField("to", found.to());
            json.writeEndObject();
        });
    }

    private Relay.Status status(AdminRequest request) throws AdminRefusal {
        String name = request.place(SINK);
        List<Relay.Status> all = relay.statuses();
        for (Relay.Status status : all) {
            if (status.sink().equals(name)) {
                return status;
            }
        }
        throw AdminRefusal.unknown(SINK + ": unknown (expected: one of "
                + all.stream().map(Relay.Status::sink).collect(Collectors.joining(", ")) + ")");
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Relay.Status status : relay.statuses()) {
            json.writeStartObject();
            json.writeStringField("name", status.sink());
            json.writeBooleanField("paused", status.isPaused());
            json.writeBooleanField("well", status.isWell());
            json.writeNumberField("next", status.cursor().nextSeq());
            json.writeNumberField("pending", status.pending());
            json.writeFieldName("replay");
            write(json, status.replay());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, @Nullable ReplayProgress replay) throws IOException {
        if (replay == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberField("from", replay.from());
        json.writeNumberField("to", replay.to());
        json.writeNumberField("next", replay.next());
        json.writeNumberField("delivered", replay.delivered());
        json.writeNumberField("refused", replay.refused());
        json.writeNumberField("skipped", replay.skipped());
        json.writeNumberField("missing", replay.missing());
        json.writeBooleanField("done", replay.isOver());
        json.writeStringField("failure", replay.failure());
        json.writeEndObject();
    }
}
