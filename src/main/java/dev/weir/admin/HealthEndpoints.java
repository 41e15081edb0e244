package dev.weir.admin;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Whether the process lives and is ready, and its metrics: what machines ask. */
public final class HealthEndpoints {

    private final Metrics metrics;
    private final Readiness readiness;
    private final Supplier<List<String>> stalledLoops;

    /**
     * Where nobody looks after the event loops.
     *
     * @param metrics what is measured
     * @param readiness what must hold
     */
    public HealthEndpoints(Metrics metrics, Readiness readiness) {
        this(metrics, readiness, List::of);
    }

    /** {@code stalledLoops}: the event loops that have stood still for too long; asked on a thread that is none of them. */
    public HealthEndpoints(Metrics metrics, Readiness readiness, Supplier<List<String>> stalledLoops) {
        this.metrics = metrics;
        this.readiness = readiness;
        this.stalledLoops = stalledLoops;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                anyone("/health/live", request -> live()),
                anyone("/health/ready", request -> ready()),
                Endpoint.reads("/metrics", request -> metrics()));
    }

    private static Endpoint anyone(String path, Endpoint.Action action) {
        return new Endpoint("GET", path, Role.ANYONE, Set.of(), action);
    }

    private AdminAnswer live() {
        List<String> stalled = stalledLoops.get();
        return stalled.isEmpty()
                ? AdminAnswer.json("{\"status\":\"live\"}")
                : new AdminAnswer(
                        503,
                        AdminAnswer.JSON,
                        Buffer.buffer(
                                "{\"status\":\"stalled\",\"loops\":[\"" + String.join("\",\"", stalled) + "\"]}"));
    }

    private AdminAnswer ready() {
        Readiness.Report report = readiness.report();
        return new AdminAnswer(report.isReady() ? 200 : 503, AdminAnswer.JSON, Buffer.buffer(report.json()));
    }

    private AdminAnswer metrics() {
        return new AdminAnswer(200, Metrics.CONTENT_TYPE, Buffer.buffer(metrics.scrape()));
    }
}
