package dev.weir.proxy;

import dev.weir.dialect.Inquiry;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.trace.Tracing;
import dev.weir.upstream.UpstreamOptions;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The proxy, and a vendor's server on the loopback that behaves as the test says. */
final class ProxyBench {

    static final String DIALECT = "personaclick";
    static final Envelope.Client CLIENT = new Envelope.Client("192.0.2.7", "Browser/1.0", null);

    /** Far more than anything takes here, so that a test ends by what it is about. */
    static final Duration LONG = Duration.ofSeconds(15);

    final Vertx vertx = Vertx.vertx();
    final Vertx vendorVertx = Vertx.vertx();
    final Context loop = vertx.getOrCreateContext();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final AtomicLong fakeNanos = new AtomicLong();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger openConnections = new AtomicInteger();
    LongSupplier nanoTime = System::nanoTime;
    ProxyOptions options = ProxyOptions.DEFAULT;
    Duration deadline = LONG;
    HttpUpstreams upstreams;
    private HttpServer server;

    /** A loop that is not the bench's. A thread that asks again is given the loop that it was given before. */
    Context otherLoop() throws Exception {
        Context other = loop;
        while (threadOf(other) == threadOf(loop)) {
            CompletableFuture<Context> next = new CompletableFuture<>();
            new Thread(() -> next.complete(vertx.getOrCreateContext())).start();
            other = next.get(20, TimeUnit.SECONDS);
        }
        return other;
    }

    static Thread threadOf(Context context) throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        context.runOnContext(now -> thread.complete(Thread.currentThread()));
        return thread.get(20, TimeUnit.SECONDS);
    }

    void close() throws Exception {
        if (upstreams != null) {
            upstreams.close();
        }
        await(vertx.close());
        await(vendorVertx.close());
    }

    /** Starts the vendor's server, and the proxy for it. */
    void vendor(Protocol protocol, Behaviour behaviour) throws Exception {
        server = vendorVertx.createHttpServer(new HttpServerOptions());
        server.connectionHandler(connection -> {
            connections.incrementAndGet();
            openConnections.incrementAndGet();
            connection.closeHandler(closed -> openConnections.decrementAndGet());
        });
        server.requestHandler(request -> request.body().onSuccess(body -> {
            requests.incrementAndGet();
            behaviour.answer(request, body.toString());
        }));
        await(server.listen(0, "127.0.0.1"));
        proxy(protocol, uri());
    }

    void proxy(Protocol protocol, URI uri) {
        UpstreamOptions vendor = new UpstreamOptions("vendor", uri, protocol, 1, Duration.ofMinutes(5));
        upstreams = HttpUpstreams.open(List.of(vendor), options, vertx, nanoTime, registry, Tracing.OFF);
    }

    /** Asks on the bench's own event loop. */
    Told ask(Inquiry.OfVendor inquiry) {
        return askOn(loop, inquiry);
    }

    Told askOn(Context context, Inquiry.OfVendor inquiry) {
        Told told = new Told();
        context.runOnContext(now -> upstreams.ask(section(), DIALECT, inquiry, CLIENT, told));
        return told;
    }

    /** Asks often, in one task of the event loop. */
    List<Told> askTimes(int times, Inquiry.OfVendor inquiry) {
        List<Told> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(new Told());
        }
        loop.runOnContext(now -> all.forEach(told -> upstreams.ask(section(), DIALECT, inquiry, CLIENT, told)));
        return all;
    }

    Section section() {
        return new Section(
                "shop",
                Map.of(),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of(),
                Map.of(DIALECT, new Section.Upstream("vendor", deadline, Map.of())),
                Map.of());
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    double gauge(String name) {
        return registry.get(name).tag("upstream", "vendor").gauge().value();
    }

    double cacheCount(String result) {
        return registry.get("weir.upstream.cache")
                .tags("upstream", "vendor", "result", result)
                .counter()
                .count();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** What the vendor does with a request. */
    interface Behaviour {
        void answer(HttpServerRequest request, String body);
    }
}
