package dev.weir.relay.sink.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A vendor's server on the loopback: keeps what comes, and answers as the test says. */
final class Upstream {

    private final HttpServer server;
    private final List<Received> received = new ArrayList<>();

    private Upstream(Vertx vertx, HttpServerOptions options, Behaviour behaviour) {
        this.server = vertx.createHttpServer(options);
        server.requestHandler(request -> request.body().onSuccess(body -> {
            Received call = new Received(request, body.toString());
            int times;
            synchronized (received) {
                received.add(call);
                times = (int) received.stream()
                        .filter(each -> each.key().equals(call.key()))
                        .count();
            }
            behaviour.answer(call, times);
        }));
    }

    static Upstream start(Vertx vertx, Behaviour behaviour) throws Exception {
        return start(vertx, new HttpServerOptions(), 0, behaviour);
    }

    static Upstream start(Vertx vertx, HttpServerOptions options, int port, Behaviour behaviour) throws Exception {
        Upstream upstream = new Upstream(vertx, options, behaviour);
        await(upstream.server.listen(port, "127.0.0.1"));
        return upstream;
    }

    int port() {
        return server.actualPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    List<String> bodies() {
        return received().stream().map(Received::body).toList();
    }

    void close() throws Exception {
        await(server.close());
    }

    static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** What the upstream does with a request. */
    interface Behaviour {
        /** @param times how often a request with this idempotency key has come by now */
        void answer(Received call, int times);
    }

    /** One request. */
    record Received(HttpServerRequest request, String body) {
        String key() {
            return String.valueOf(request.getHeader("idempotency-key"));
        }

        HttpVersion version() {
            return request.version();
        }

        void answer(int status) {
            request.response().setStatusCode(status).end();
        }

        void ok() {
            request.response().end("{\"status\":\"success\"}");
        }

        void okWith(Buffer body) {
            request.response().end(body);
        }
    }
}
