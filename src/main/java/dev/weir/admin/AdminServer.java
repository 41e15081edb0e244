package dev.weir.admin;

import dev.weir.admin.Standing.Doubt;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the private port: finds out who calls, whether he may, and has it done. {@code /health/*} and the page at {@code /} are
 * for anyone who reaches the port; {@code /metrics} and {@code /openapi.json} for who may read.
 */
public final class AdminServer {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int MAX_BODY_BYTES = 64 << 10;
    /** An erasure searches every file before it answers. */
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(15);

    private static final long LINGER_MILLIS = 1_000;

    private final Vertx vertx;
    private final AdminOptions options;
    private final Access access;
    private final RefusedCallers refused;
    private final AdminRoutes routes;
    private final OperateActions actions;
    /** Of their own each: who asks whether the process lives must not wait for those who have much done. */
    private final WorkerExecutor health;

    private final WorkerExecutor reading;
    private final WorkerExecutor operating;
    private final HttpServer server;
    private final PageFiles page = PageFiles.read();

    /**
     * @param audit where it is written down what is changed by whom
     * @param words whether a text is a name or a word of our own, which the audit may have
     */
    public AdminServer(
            Vertx vertx,
            AdminOptions options,
            List<Endpoint> endpoints,
            List<StreamEndpoint> streams,
            Audit audit,
            Predicate<String> words,
            InstantSource clock,
            MeterRegistry registry) {
        String refusal = options.refusal();
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        this.vertx = vertx;
        this.options = options;
        this.access = new Access(options);
        this.refused = new RefusedCallers(registry, clock);
        List<Endpoint> all = new ArrayList<>(endpoints);
        Buffer openApi = OpenApi.document();
        all.add(Endpoint.reads("/openapi.json", request -> new AdminAnswer(200, OpenApi.CONTENT_TYPE, openApi)));
        this.routes = new AdminRoutes(all, streams);
        this.actions = new OperateActions(audit, clock, words);
        this.health = vertx.createSharedWorkerExecutor("weir-admin-health", 2);
        this.reading = vertx.createSharedWorkerExecutor("weir-admin-read", 4);
        this.operating = vertx.createSharedWorkerExecutor("weir-admin-operate", 8);
        this.server = vertx.createHttpServer(serverOptions()).requestHandler(this::handle);
    }

    /** Binds. The future holds the port, or fails with a {@link java.net.BindException} when it is taken. */
    public Future<Integer> start() {
        return server.listen(options.port(), options.host()).map(HttpServer::actualPort);
    }

    /** HTTP/1.1 alone: of an answer beyond 64 KiB on a connection that was upgraded to HTTP/2, some clients got a part. */
    private static HttpServerOptions serverOptions() {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(Math.toIntExact(IDLE_TIMEOUT.toSeconds()))
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setCompressionSupported(true);
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        if (path == null) {
            refuse(request, 404, "unknown path");
            return;
        }
        if (path.equals("/") && isReading(request)) {
            sendPage(request);
            return;
        }
        if (!isLegible(request)) {
            refuse(request, 400, "query: malformed (expected: % and two hexadecimal digits)");
            return;
        }
        Standing standing = access.standingOf(request);
        StreamEndpoint stream = isReading(request) ? routes.stream(path) : null;
        if (stream != null) {
            if (isAllowed(request, standing, Role.READ)) {
                stream.handler().accept(request);
            }
            return;
        }
        AdminRoutes.Found found =
                routes.find(isReading(request) ? "GET" : request.method().name(), path);
        if (found == null) {
            refuseUnknown(request, path);
        } else if (isAllowed(request, standing, found.endpoint().role())) {
            read(request, standing.role(), found);
        }
    }

    /** Vert.x decodes the query when it is asked for, and throws. */
    private static boolean isLegible(HttpServerRequest request) {
        try {
            return request.params() != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean isReading(HttpServerRequest request) {
        return HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    }

    private boolean isAllowed(HttpServerRequest request, Standing standing, Role needed) {
        Role role = standing.role();
        if (role.covers(needed)) {
            return true;
        }
        Doubt doubt = standing.doubt() == null ? Doubt.ROLE : standing.doubt();
        refused.onRefused(doubt, String.valueOf(request.remoteAddress().hostAddress()));
        if (doubt == Doubt.ROLE) {
            refuse(request, 403, "role " + role.label() + " (expected: " + needed.label() + ")");
        } else if (access.asksForToken()) {
            request.response().putHeader("WWW-Authenticate", "Bearer realm=\"weir\"");
            refuse(request, 401, "no valid token (expected: Authorization: Bearer, with that of WEIR_ADMIN_TOKEN)");
        } else {
            refuse(
                    request,
                    403,
                    "a page of another origin, or another name than this machine's own (expected: 127.0.0.1 or"
                            + " localhost, called by a program or the page itself)");
        }
        return false;
    }

    /** Bodies are small, and no more than the bound of one is kept in memory. */
    private void read(HttpServerRequest request, Role role, AdminRoutes.Found found) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() <= MAX_BODY_BYTES) {
                body.appendBuffer(part);
            } else {
                refuse(request, 413, "body: too large (expected: at most " + MAX_BODY_BYTES + " bytes)");
            }
        });
        request.endHandler(unused -> {
            if (!request.response().ended()) {
                act(request, role, found, body.getBytes());
            }
        });
    }

    /** On a worker, out of order: what one caller waits for must not hold up another's question. */
    private void act(HttpServerRequest request, Role role, AdminRoutes.Found found, byte[] body) {
        String address = String.valueOf(request.remoteAddress().hostAddress());
        threadsFor(found.endpoint().role())
                .executeBlocking(
                        () -> {
                            AdminRequest asked =
                                    new AdminRequest(found.places(), Parameters.of(request.params(), body), role);
                            return found.endpoint().role() == Role.OPERATE
                                    ? actions.act(found.endpoint(), asked, address)
                                    : found.endpoint().action().act(asked);
                        },
                        false)
                .onSuccess(answer -> send(request, answer))
                .onFailure(failure -> onFailure(request, found.endpoint(), failure));
    }

    private WorkerExecutor threadsFor(Role role) {
        return switch (role) {
            case ANYONE -> health;
            case READ -> reading;
            case OPERATE -> operating;
        };
    }

    private void onFailure(HttpServerRequest request, Endpoint endpoint, Throwable failure) {
        if (failure instanceof AdminRefusal refusal) {
            refuse(request, refusal.status(), refusal.text());
        } else {
            LOG.error("admin.failed endpoint={}", endpoint.path(), failure);
            refuse(request, 500, "the server failed on this request");
        }
    }

    private void refuseUnknown(HttpServerRequest request, String path) {
        String methods = routes.methods(path);
        if (methods.isEmpty()) {
            refuse(request, 404, "unknown path (expected: one of those in the README)");
        } else {
            request.response().putHeader(HttpHeaders.ALLOW, methods);
            refuse(request, 405, "wrong method (expected: " + methods + ")");
        }
    }

    private void sendPage(HttpServerRequest request) {
        request.response()
                .putHeader("Content-Security-Policy", page.policy())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        send(request, new AdminAnswer(200, PageFiles.CONTENT_TYPE, page.page()));
    }

    private void refuse(HttpServerRequest request, int status, String message) {
        boolean isOver = request.isEnded() || request.response().ended();
        if (!isOver) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        send(request, AdminAnswer.error(status, message));
        if (!isOver) {
            // Whoever is refused need not be listened to; but to close at once could take the answer back (RFC 9112,
            // 9.6).
            request.handler(ignored -> {});
            vertx.setTimer(LINGER_MILLIS, unused -> request.connection().close());
        }
    }

    private static void send(HttpServerRequest request, AdminAnswer answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (HttpMethod.HEAD.equals(request.method())) {
            response.putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            Integer.toString(answer.body().length()))
                    .end();
        } else {
            response.end(answer.body());
        }
    }
}
