package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.upstream.Transfer;
import dev.weir.upstream.UpstreamClient;
import dev.weir.upstream.UpstreamOptions;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of upstreams, with a hosts file of the test's own. */
class SocketsIT {

    private static final String HERE = "127.0.0.1";
    private static final String THERE = "127.0.0.2";

    private final List<Vertx> opened = new ArrayList<>();
    private final Queue<String> answeredBy = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @TempDir
    Path dir;

    @AfterEach
    void close() throws Exception {
        isOver.set(true);
        for (Vertx vertx : opened) {
            await(vertx.close());
        }
    }

    @Test
    void noAddressIsBelievedForMoreThanAMinute() {
        Vertx vertx = keep(Sockets.open(Transport.NIO, 1));

        var names = ((VertxInternal) vertx).nameResolver().options();

        assertThat(names.getCacheMaxTimeToLive()).isEqualTo(60);
        assertThat(names.getCacheNegativeTimeToLive()).isEqualTo(1);
        assertThat(names.getHostsRefreshPeriodUnit().toSeconds(names.getHostsRefreshPeriod()))
                .isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"H2", "HTTP1"})
    void requestsFollowAnUpstreamThatMoves(Protocol protocol) throws Exception {
        Vertx servers = keep(Vertx.vertx());
        int port = listen(servers, HERE, 0).actualPort();
        listen(servers, THERE, port);
        Path hosts = dir.resolve("hosts");
        Files.writeString(hosts, HERE + " vendor.test\n");
        Vertx vertx = keep(Sockets.open(
                Transport.NIO,
                1,
                Sockets.names()
                        .setHostsPath(hosts.toString())
                        .setHostsRefreshPeriod(10)
                        .setHostsRefreshPeriodUnit(TimeUnit.MILLISECONDS)));
        UpstreamOptions options = new UpstreamOptions(
                "vendor", URI.create("http://vendor.test:" + port), protocol, 2, Duration.ofSeconds(1));
        UpstreamClient client = UpstreamClient.open(vertx, options, Duration.ofSeconds(30), 10);
        vertx.getOrCreateContext().runOnContext(now -> sendOneAfterTheOther(client));
        Await.until("requests flow", () -> answeredBy.size() > 10);
        boolean wereAllHere = answeredBy.stream().allMatch(HERE::equals);

        Files.writeString(hosts, THERE + " vendor.test\n");

        Await.until("requests flow there", () -> answeredBy.contains(THERE));
        assertThat(wereAllHere).isTrue();
        assertThat(failures).isEmpty();
    }

    private void sendOneAfterTheOther(UpstreamClient client) {
        Transfer transfer = Transfer.ofQuestion(HttpMethod.GET, "/", HttpHeaders.headers(), null, 1024);
        client.send(transfer).onComplete((answer, failure) -> {
            if (isOver.get()) {
                return;
            }
            if (failure == null) {
                answeredBy.add(transfer.answerBody().toString());
            } else {
                failures.add(failure);
            }
            sendOneAfterTheOther(client);
        });
    }

    private static HttpServer listen(Vertx vertx, String address, int port) throws Exception {
        return await(vertx.createHttpServer()
                .requestHandler(request -> request.response().end(address))
                .listen(port, address));
    }

    private Vertx keep(Vertx vertx) {
        opened.add(vertx);
        return vertx;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
