package dev.weir.capacity;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A vendor who answers at once, and the line to it, on which bytes are counted. Safe for many threads. */
final class VendorLine implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong there = new AtomicLong();
    private final AtomicLong back = new AtomicLong();
    private final int port;

    VendorLine() throws Exception {
        int vendor = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .actualPort();
        port = vertx.createNetServer()
                .connectHandler(caller -> join(caller, vendor))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .actualPort();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    long requests() {
        return requests.get();
    }

    /** Bytes to the vendor, of TCP's payload. */
    long there() {
        return there.get();
    }

    /** Bytes from the vendor. */
    long back() {
        return back.get();
    }

    @Override
    public void close() {
        vertx.close();
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            requests.incrementAndGet();
            request.response().putHeader("content-type", "application/json").end("{\"status\":\"success\"}");
        });
    }

    private void join(NetSocket caller, int vendor) {
        caller.pause();
        vertx.createNetClient().connect(vendor, "127.0.0.1").onSuccess(socket -> {
            pass(caller, socket, there);
            pass(socket, caller, back);
            caller.resume();
        });
    }

    private static void pass(NetSocket from, NetSocket to, AtomicLong bytes) {
        from.handler(buffer -> {
            bytes.addAndGet(buffer.length());
            to.write(buffer);
        });
        from.closeHandler(unused -> to.close());
    }
}
