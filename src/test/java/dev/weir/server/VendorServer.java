package dev.weir.server;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A vendor's server that speaks HTTP/2 over clear text, keeps what it is asked, and answers as the test says at the moment. */
final class VendorServer implements AutoCloseable {

    /** Takes a request and never answers. */
    static final Behaviour HANGING = call -> {};

    /** What vendors say when they are well and have no content. */
    static final Behaviour OK = call -> call.json(200, "{\"status\":\"success\"}");

    static final Behaviour FAILING = call -> call.json(500, "{\"error\":\"down\"}");

    private final Vertx vertx = Vertx.vertx();
    private final List<Received> received = new ArrayList<>();
    private volatile Behaviour behaviour = OK;
    private HttpServer server;
    private final int port;

    private VendorServer() {
        server = listen(0);
        port = server.actualPort();
    }

    static VendorServer start() {
        return new VendorServer();
    }

    int port() {
        return port;
    }

    /** Answers in this way from now on. */
    void behave(Behaviour next) {
        behaviour = next;
    }

    /** Runs something where requests are answered. */
    void on(Runnable answers) {
        vertx.runOnContext(now -> answers.run());
    }

    /** Closes port and connections: nobody listens there any more. */
    void shut() {
        await(server.close());
    }

    /** Listens again, where it did before. */
    void reopen() {
        server = listen(port);
    }

    /** Everything that came, in order. */
    List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** What pages waited for: calls that the proxy made. */
    List<Received> asked() {
        return received().stream().filter(call -> call.key() == null).toList();
    }

    /** Events that the sink brought and this server took. */
    List<Received> taken() {
        return received().stream()
                .filter(call -> call.key() != null && call.isTaken())
                .toList();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private HttpServer listen(int where) {
        HttpServer opened = vertx.createHttpServer();
        opened.requestHandler(request -> request.body().onSuccess(body -> {
            Received call = new Received(request, body.toString());
            synchronized (received) {
                received.add(call);
            }
            behaviour.answer(call);
        }));
        return await(opened.listen(where, "127.0.0.1"));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /** What the server does with a request; on its event loop. */
    interface Behaviour {
        void answer(Received call);
    }

    /** One request. */
    static final class Received {
        private final HttpServerRequest request;
        private final String method;
        private final String target;
        private final HttpVersion version;
        private final MultiMap headers;
        private final String body;
        private volatile int answered;

        private Received(HttpServerRequest request, String body) {
            this.request = request;
            this.method = request.method().name();
            this.target = request.uri();
            this.version = request.version();
            this.headers = request.headers();
            this.body = body;
        }

        /** Method, path and query. */
        String line() {
            return method + " " + target;
        }

        HttpVersion version() {
            return version;
        }

        String header(String name) {
            return headers.get(name);
        }

        String body() {
            return body;
        }

        /** Everything that came. */
        String whole() {
            return line() + "\n" + headers + "\n" + body;
        }

        /** The idempotency key, which the sink sends with every event, and the proxy never; or null. */
        String key() {
            return headers.get("idempotency-key");
        }

        boolean isTaken() {
            return answered >= 200 && answered < 300;
        }

        void json(int status, String json) {
            answer(status, json, "content-type", "application/json");
        }

        /** @param fields names and values in turn */
        void answer(int status, String text, String... fields) {
            answered = status;
            HttpServerResponse response = request.response().setStatusCode(status);
            for (int i = 0; i < fields.length; i += 2) {
                response.putHeader(fields[i], fields[i + 1]);
            }
            response.end(text);
        }

        @Override
        public String toString() {
            return line() + " " + body;
        }
    }
}
