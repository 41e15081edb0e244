package dev.weir.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.Await;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What becomes of a request that nobody waits for any more when its turn comes. */
final class UpstreamClientIT {

    private static final long LONG_MILLIS = 30_000;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("io.vertx");
    private HttpServer server;

    @BeforeEach
    void start() {
        server = vertx.createHttpServer()
                .requestHandler(held::add)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stop() {
        log.detachAppender(logged);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatWasAbandonedBeforeItsTurnIsNeitherSentNorLogged() throws Exception {
        Context loop = vertx.getOrCreateContext();
        UpstreamClient client = open();
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        Transfer abandoned = get("/second");
        loop.runOnContext(now -> {
            client.send(get("/first"), LONG_MILLIS).onComplete(done -> tell(first, done));
            client.send(abandoned, LONG_MILLIS).onComplete(done -> tell(second, done));
            abandoned.abandon();
        });
        Await.until("the first has come", () -> !held.isEmpty());
        held.element().response().end();

        assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(held).hasSize(1);
        assertThat(logged.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    /** Over HTTP/1.1, where a request that is sent is seen to be. */
    private UpstreamClient open() {
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort());
        UpstreamOptions options =
                new UpstreamOptions("vendor", uri, UpstreamOptions.Protocol.HTTP1, 1, Duration.ofMinutes(5));
        return UpstreamClient.open(vertx, options, Duration.ofSeconds(30), 10);
    }

    private static Transfer get(String target) {
        return Transfer.ofQuestion(HttpMethod.GET, target, HttpHeaders.headers(), null, 1024);
    }

    private static void tell(CompletableFuture<Boolean> told, AsyncResult<HttpResponse<Void>> done) {
        told.complete(done.succeeded());
    }
}
