package dev.weir.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A vendor's HTTP/2 server that fails every fifth request in one way, and remembers what it took. */
final class FickleVendor implements AutoCloseable {

    private static final int FAILING_OF = 5;
    private static final long INTERNAL_ERROR = 2;
    private static final long REFUSED_STREAM = 7;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, List<String>> bodiesByKey = new ConcurrentHashMap<>();
    private final Failing failing;
    private final HttpServer server;
    private volatile boolean isWell;

    FickleVendor(Failing failing) throws ExecutionException, InterruptedException, TimeoutException {
        this.failing = failing;
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body.toString())));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    /** How many requests it has failed. */
    int failed() {
        return requests.get() / FAILING_OF;
    }

    /** From now on it fails no more. */
    void getWell() {
        isWell = true;
    }

    /** What it took, or may have taken, by idempotency key. */
    Map<String, List<String>> bodiesByKey() {
        return bodiesByKey;
    }

    @Override
    public void close() {
        vertx.close();
    }

    private void answer(HttpServerRequest request, String body) {
        boolean fails = !isWell && requests.incrementAndGet() % FAILING_OF == 0;
        if (!fails || failing.hasTaken) {
            bodiesByKey.merge(
                    String.valueOf(request.getHeader("idempotency-key")), List.of(body), FickleVendor::concat);
        }
        if (!fails) {
            request.response().end("{\"status\":\"success\"}");
            return;
        }
        switch (failing) {
            case RESETTING -> request.response().reset(INTERNAL_ERROR);
            case REFUSING -> request.response().reset(REFUSED_STREAM);
            case GOING_AWAY -> {
                request.response().end();
                request.connection().shutdown(Duration.ofSeconds(1));
            }
            case SILENT -> {}
            case THROTTLING ->
                request.response()
                        .setStatusCode(429)
                        .putHeader("retry-after", "1")
                        .end();
            case CLOSING_MID_ANSWER ->
                request.response()
                        .setChunked(true)
                        .write("{\"status\":")
                        .onComplete(written -> request.connection().close());
        }
    }

    private static List<String> concat(List<String> before, List<String> more) {
        List<String> all = new ArrayList<>(before);
        all.addAll(more);
        return all;
    }

    /** What is wrong with it. */
    enum Failing {
        RESETTING(true),
        REFUSING(false),
        GOING_AWAY(true),
        SILENT(true),
        THROTTLING(false),
        CLOSING_MID_ANSWER(true);

        /** Whether it has the event all the same. */
        private final boolean hasTaken;

        Failing(boolean hasTaken) {
            this.hasTaken = hasTaken;
        }
    }
}
