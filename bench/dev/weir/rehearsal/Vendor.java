package dev.weir.rehearsal;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A model of a vendor, which enters what it takes into the ledger. Its requests are confined to one event loop. */
final class Vendor {

    private static final String LABEL = "\"label\":\"";
    private static final int MOST_HELD = 20_000;

    private final Ledger ledger;
    private final Vertx vertx;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private Mood mood = Mood.WELL;

    private Vendor(Vertx vertx, Ledger ledger) {
        this.vertx = vertx;
        this.ledger = ledger;
    }

    /** @param vertx of one event loop */
    static Vendor listen(Vertx vertx, Ledger ledger, String host, int port) {
        Vendor vendor = new Vendor(vertx, ledger);
        vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> vendor.receive(request, body)))
                .listen(port, host)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        return vendor;
    }

    /** From now on; what it has kept without an answer is taken as soon as it is well. */
    void become(Mood next) {
        vertx.runOnContext(now -> {
            mood = next;
            while (mood == Mood.WELL && !held.isEmpty()) {
                held.remove().run();
            }
        });
    }

    private void receive(HttpServerRequest request, Buffer body) {
        switch (mood) {
            case WELL -> take(request, body);
            case SILENT -> {
                if (held.size() < MOST_HELD) {
                    held.add(() -> take(request, body));
                }
            }
            case LIMITING ->
                request.response()
                        .setStatusCode(429)
                        .putHeader("retry-after", "1")
                        .end();
        }
    }

    /** Whether or not the caller still waits for the answer. */
    private void take(HttpServerRequest request, Buffer body) {
        ledger.arrived(label(body.toString(StandardCharsets.UTF_8)), hash(request.getHeader("idempotency-key")));
        if (!request.response().closed()) {
            request.response().putHeader("content-type", "application/json").end("{\"status\":\"success\"}");
        }
    }

    private static int label(String body) {
        int from = body.indexOf(LABEL) + LABEL.length();
        int to = body.indexOf('"', from);
        return from < LABEL.length() || to < 0 ? -1 : Integer.parseInt(body, from, to, 10);
    }

    private static long hash(String key) {
        long hash = 1125899906842597L;
        for (int i = 0; key != null && i < key.length(); i++) {
            hash = 31 * hash + key.charAt(i);
        }
        return hash;
    }

    /** How it answers. */
    enum Mood {
        WELL,
        /** It reads, and answers later. */
        SILENT,
        LIMITING
    }
}
