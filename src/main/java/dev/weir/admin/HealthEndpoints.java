package dev.weir.admin;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;

/** Whether the process lives and is ready, and its metrics: what machines ask. */
public final class HealthEndpoints {

    private final Metrics metrics;
    private final Readiness readiness;

    public HealthEndpoints(Metrics metrics, Readiness readiness) {
        this.metrics = metrics;
        this.readiness = readiness;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                anyone("/health/live", request -> AdminAnswer.json("{\"status\":\"live\"}")),
                anyone("/health/ready", request -> ready()),
                Endpoint.reads("/metrics", request -> metrics()));
    }

    private static Endpoint anyone(String path, Endpoint.Action action) {
        return new Endpoint("GET", path, Role.ANYONE, Set.of(), action);
    }

    private AdminAnswer ready() {
        Readiness.Report report = readiness.report();
        return new AdminAnswer(report.isReady() ? 200 : 503, AdminAnswer.JSON, Buffer.buffer(report.json()));
    }

    private AdminAnswer metrics() {
        return new AdminAnswer(200, Metrics.CONTENT_TYPE, Buffer.buffer(metrics.scrape()));
    }
}
