package dev.weir.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long connections live. */
class ConnectionsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration BRIEF = Duration.ofMillis(10);

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private FramePeer peer;

    @AfterEach
    void close() throws Exception {
        isOver.set(true);
        await(vertx.close());
        if (peer != null) {
            peer.close();
        }
    }

    /** The requests overlap, so that each connection is busy all the time. */
    @ParameterizedTest
    @CsvSource({"H2, 1, 8", "AUTO, 1, 8", "HTTP1, 8, 24"})
    void aBusyConnectionIsReplacedWithoutLosingARequest(Protocol protocol, int connections, int inFlight)
            throws Exception {
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(this::answerSoon).listen(0, "127.0.0.1"));
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort());
        UpstreamOptions options = new UpstreamOptions("vendor", uri, protocol, 1, Duration.ofSeconds(1));
        UpstreamClient client = UpstreamClient.open(vertx, options, LONG, 100);

        vertx.getOrCreateContext().runOnContext(now -> {
            for (int i = 0; i < inFlight; i++) {
                sendAgainAndAgain(client);
            }
        });

        Await.until("all connections are replaced", () -> ports.size() >= 2 * connections);
        assertThat(failures).isEmpty();
    }

    @Test
    void aConnectionThatAnswersNoPingIsClosed() throws Exception {
        peer = FramePeer.startDeaf((request, times) -> {});
        UpstreamClient client = open(peer.uri(), BRIEF, Duration.ofMillis(50));
        Transfer transfer = get();

        CompletableFuture<Throwable> failure = send(client, transfer);

        assertThat(failure.get(60, TimeUnit.SECONDS)).isNotNull();
        assertThat(transfer.isSent()).isTrue();
        assertThat(transfer.isExcluded()).isFalse();
    }

    @Test
    void anIdleConnectionThatAnswersNoPingIsNotUsedAgain() throws Exception {
        peer = FramePeer.startDeaf((request, times) -> request.ok());
        UpstreamClient client = open(peer.uri(), BRIEF, Duration.ofMillis(50));

        assertThat(send(client, get()).get(60, TimeUnit.SECONDS)).isNull();
        Await.until("it is closed", () -> peer.isClosedByOther());
        assertThat(send(client, get()).get(60, TimeUnit.SECONDS)).isNull();
        assertThat(peer.connections()).isEqualTo(2);
    }

    @Test
    void aSlowAnswerOverALivingConnectionIsWaitedFor() throws Exception {
        AtomicInteger pings = new AtomicInteger();
        CompletableFuture<HttpServerRequest> asked = new CompletableFuture<>();
        HttpServer server = await(vertx.createHttpServer()
                .connectionHandler(connection -> countPings(connection, pings))
                .requestHandler(asked::complete)
                .listen(0, "127.0.0.1"));
        UpstreamClient client = open(URI.create("http://127.0.0.1:" + server.actualPort()), BRIEF, LONG);

        CompletableFuture<Throwable> failure = send(client, get());
        Await.until("the connection is asked for signs of life", () -> pings.get() > 5);
        asked.get(60, TimeUnit.SECONDS).response().end();

        assertThat(failure.get(60, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void streamsAreSharedAmongConnections() throws Exception {
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(this::answerSoon).listen(0, "127.0.0.1"));
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort());
        UpstreamOptions options = new UpstreamOptions("vendor", uri, Protocol.H2, 2, LONG);
        UpstreamClient client = UpstreamClient.openShared(vertx, options, LONG, 8);

        vertx.getOrCreateContext().runOnContext(now -> {
            for (int i = 0; i < 8; i++) {
                sendAgainAndAgain(client);
            }
        });

        Await.until("both are used", () -> ports.size() == 2);
        assertThat(failures).isEmpty();
    }

    private static void countPings(HttpConnection connection, AtomicInteger pings) {
        connection.pingHandler(ping -> pings.incrementAndGet());
    }

    private void answerSoon(HttpServerRequest request) {
        ports.add(request.remoteAddress().port());
        vertx.setTimer(5, due -> request.response().end());
    }

    private void sendAgainAndAgain(UpstreamClient client) {
        client.send(get()).onComplete((answer, failure) -> {
            if (isOver.get()) {
                return;
            }
            if (failure != null) {
                failures.add(failure);
            }
            sendAgainAndAgain(client);
        });
    }

    private UpstreamClient open(URI uri, Duration pingInterval, Duration pingTimeout) {
        UpstreamOptions options = new UpstreamOptions("vendor", uri, Protocol.H2, 1, Duration.ofMinutes(5));
        return UpstreamClient.open(vertx, options.withPings(pingInterval, pingTimeout), LONG, 10);
    }

    /** Completed with null when there is an answer. */
    private CompletableFuture<Throwable> send(UpstreamClient client, Transfer transfer) {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(now -> client.send(transfer).onComplete((answer, failure) -> ended.complete(failure)));
        return ended;
    }

    private static Transfer get() {
        return Transfer.ofQuestion(HttpMethod.GET, "/", HttpHeaders.headers(), null, 1024);
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
