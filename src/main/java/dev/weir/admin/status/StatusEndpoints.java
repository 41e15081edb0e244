package dev.weir.admin.status;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.admin.AdminAnswer;
import dev.weir.admin.AdminRequest;
import dev.weir.admin.Endpoint;
import dev.weir.admin.Metrics;
import dev.weir.admin.Role;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/status} and {@code GET /api/history}. Safe for many threads. */
public final class StatusEndpoints {

    /** How often {@link #sample} is to be called. */
    public static final Duration STEP = Duration.ofSeconds(History.STEP_SECONDS);

    private final Metrics metrics;
    private final Supplier<Facts> facts;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final History history = new History();

    /** @param facts may read files: it is asked on a worker thread */
    public StatusEndpoints(Metrics metrics, Supplier<Facts> facts, InstantSource clock, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.facts = facts;
        this.clock = clock;
        this.nanoTime = nanoTime;
        sample();
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads("/api/status", this::status),
                Endpoint.reads("/api/history", request -> history()),
                new Endpoint("GET", "/health/sinks", Role.ANYONE, Set.of(), request -> sinksHealth()));
    }

    /** Ends a step of the history. Blocks while others read the meters. */
    public void sample() {
        history.add(reading(), clock.millis());
    }

    private AdminAnswer status(AdminRequest request) {
        return AdminAnswer.json(new StatusDocument(clock.instant(), request.role(), facts.get(), reading(), history));
    }

    /** Always 200: a vendor that is down is no reason to start this process again, or to turn events away. */
    private AdminAnswer sinksHealth() {
        SinksDocument sinks = new SinksDocument(facts.get(), reading(), history.minuteAgo());
        return AdminAnswer.json(sinks::writeHealth);
    }

    private Reading reading() {
        return metrics.read(registry -> new Reading(registry, nanoTime.getAsLong()));
    }

    private AdminAnswer history() {
        List<History.Step> steps = history.steps();
        long end = steps.isEmpty() ? clock.millis() : steps.get(0).endMillis();
        return AdminAnswer.json(json -> {
            json.writeStartObject();
            json.writeNumberField("stepSeconds", History.STEP_SECONDS);
            json.writeStringField("from", Instant.ofEpochMilli(end).minus(STEP).toString());
            json.writeObjectFieldStart("series");
            series(json, "received", steps, History.Step::received);
            series(json, "accepted", steps, History.Step::accepted);
            series(json, "rejected", steps, History.Step::rejected);
            series(json, "delivered", steps, History.Step::delivered);
            series(json, "pending", steps, History.Step::pending);
            series(json, "appendP99Millis", steps, History.Step::appendP99Millis);
            series(json, "fsyncP99Millis", steps, History.Step::fsyncP99Millis);
            series(json, "heapBytes", steps, History.Step::heapBytes);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void series(
            JsonGenerator json, String name, List<History.Step> steps, Function<History.Step, @Nullable Double> value)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (History.Step step : steps) {
            Double number = value.apply(step);
            if (number == null) {
                json.writeNull();
            } else {
                json.writeNumber(StatusDocument.rounded(number));
            }
        }
        json.writeEndArray();
    }
}
