package dev.weir.proxy;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import dev.weir.trace.Tracing;
import dev.weir.upstream.UpstreamOptions;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Questions to a server of our own on the loopback, before there are pages. The first one loads some thousand classes, on the
 * event loop, whose timers stand still meanwhile: without this, the first page is told more than a second after its deadline.
 */
final class Rehearsal {

    private static final int QUESTIONS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Context loop;
    private final LongSupplier nanoTime;

    Rehearsal(Vertx vertx, Context loop, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.loop = loop;
        this.nanoTime = nanoTime;
    }

    /** Completed when it is over, and its server closed. */
    Future<Void> run() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("{}"));
        return server.listen(0, "127.0.0.1")
                .compose(listening -> ask(listening.actualPort(), Protocol.H2)
                        .compose(asked -> ask(listening.actualPort(), Protocol.HTTP1))
                        .eventually(server::close));
    }

    private Future<Void> ask(int port, Protocol protocol) {
        URI uri = URI.create("http://127.0.0.1:" + port);
        UpstreamOptions itself = new UpstreamOptions("rehearsal", uri, protocol, 1, Duration.ofMinutes(1));
        AnswerCache cache = new AnswerCache(0, nanoTime);
        Upstream upstream = new Upstream(
                itself, ProxyOptions.DEFAULT, cache, vertx, nanoTime, new SimpleMeterRegistry(), Tracing.OFF);
        Future<Void> asked = Future.succeededFuture();
        for (int i = 0; i < QUESTIONS; i++) {
            asked = asked.compose(before -> ask(upstream));
        }
        return asked.onComplete(done -> upstream.close());
    }

    private Future<Void> ask(Upstream upstream) {
        Promise<Void> told = Promise.promise();
        Upstream.Terms terms = new Upstream.Terms("rehearsal", PATIENCE);
        loop.runOnContext(now -> upstream.ask(new Idle(), terms, Envelope.Client.UNKNOWN, new Done(told), loop));
        return told.future();
    }

    private record Done(Promise<Void> told) implements Upstreams.Receiver {
        @Override
        public void onReception(Inquiry.Reception reception) {
            told.complete();
        }

        @Override
        public void onRejected(RejectedException rejected) {
            told.complete();
        }
    }

    /** A question that means nothing. */
    private static final class Idle implements Inquiry.OfVendor {
        @Override
        public String routePath() {
            return "/";
        }

        @Override
        public Outbound request() {
            return Outbound.of(Beacon.withoutBody("GET", "/rehearsal", "q=1"));
        }

        @Override
        public boolean carriesEvents() {
            return false;
        }

        @Override
        public boolean isShareable() {
            return true;
        }

        @Override
        public String cacheKey() {
            return "rehearsal";
        }

        @Override
        public Reception receive(VendorAnswer answer) {
            return new Reception(Answer.json(answer.status(), answer.body()), null);
        }

        @Override
        public Answer fallback(Absence why) {
            return Answer.empty(200);
        }

        @Override
        public Part.@Nullable Meant fallbackEvent(Absence why) {
            return null;
        }
    }
}
