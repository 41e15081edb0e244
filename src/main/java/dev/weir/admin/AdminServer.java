package dev.weir.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Serves {@code /health/live}, {@code /health/ready}, {@code /metrics} and {@code /openapi.json}. */
public final class AdminServer {

    private static final String JSON = "application/json";
    private static final String INDEX =
            "{\"endpoints\":[\"/health/live\",\"/health/ready\",\"/metrics\",\"/openapi.json\"]}";
    private static final String UNKNOWN_PATH = "{\"status\":\"error\",\"message\":\"unknown path"
            + " (expected: /health/live, /health/ready, /metrics or /openapi.json)\"}";
    private static final String WRONG_METHOD = "{\"status\":\"error\",\"message\":\"wrong method (expected: GET)\"}";

    private final Vertx vertx;
    private final Metrics metrics;
    private final Readiness readiness;
    private final HttpServer server;
    private final AdminOptions options;
    private final Buffer openApi = OpenApi.document();

    public AdminServer(Vertx vertx, AdminOptions options, Metrics metrics, Readiness readiness) {
        this.vertx = vertx;
        this.options = options;
        this.metrics = metrics;
        this.readiness = readiness;
        this.server = vertx.createHttpServer(options()).requestHandler(this::handle);
    }

    /** Binds. The future holds the port, or fails with a {@link java.net.BindException} when it is taken. */
    public Future<Integer> start() {
        return server.listen(options.port(), options.host()).map(HttpServer::actualPort);
    }

    /** HTTP/1.1 alone: of an answer beyond 64 KiB on a connection that was upgraded to HTTP/2, some clients got a part. */
    private static HttpServerOptions options() {
        return new HttpServerOptions().setHttp2ClearTextEnabled(false);
    }

    private void handle(HttpServerRequest request) {
        if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            send(request.response(), 405, JSON, WRONG_METHOD);
            return;
        }
        switch (request.path()) {
            case "/" -> send(request.response(), 200, JSON, INDEX);
            case "/health/live" -> send(request.response(), 200, JSON, "{\"status\":\"live\"}");
            case "/health/ready" -> ready(request.response());
            case "/metrics" -> metrics(request.response());
            case "/openapi.json" -> send(request.response(), 200, OpenApi.CONTENT_TYPE, openApi);
            default -> send(request.response(), 404, JSON, UNKNOWN_PATH);
        }
    }

    private void ready(HttpServerResponse response) {
        Readiness.Report report = readiness.report();
        send(response, report.isReady() ? 200 : 503, JSON, report.json());
    }

    /** Rendered on a worker: a scrape of many sections takes longer than an event loop may. */
    private void metrics(HttpServerResponse response) {
        vertx.executeBlocking(metrics::scrape, false)
                .onSuccess(text -> send(response, 200, Metrics.CONTENT_TYPE, text))
                .onFailure(failure -> send(response, 500, JSON, "{\"status\":\"error\",\"message\":\"no metrics\"}"));
    }

    private static void send(HttpServerResponse response, int status, String contentType, String body) {
        send(response, status, contentType, Buffer.buffer(body));
    }

    private static void send(HttpServerResponse response, int status, String contentType, Buffer body) {
        if (!response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(body);
        }
    }
}
