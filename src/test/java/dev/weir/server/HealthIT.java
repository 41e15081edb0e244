package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.admin.AdminOptions;
import dev.weir.admin.AdminServer;
import dev.weir.admin.HealthEndpoints;
import dev.weir.admin.Metrics;
import dev.weir.admin.Readiness;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health, as a probe sees it. */
final class HealthIT {

    private static final Duration LIMIT = Duration.ofMillis(500);

    private final Closing closing = new Closing();

    @TempDir
    private Path data;

    @AfterEach
    void closeAll() {
        closing.close();
    }

    @Test
    void aLoopThatStandsStillIsNamedUntilItTurnsAgain() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Vertx visitors = open(3);
        Loops loops = Loops.watch(visitors, new LoopTimes(System::nanoTime), System::nanoTime, registry);
        Web probe = probe(registry, loops);
        CountDownLatch release = new CountDownLatch(1);
        closing.add(release::countDown);

        assertThat(probe.get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
        loop(visitors, 1).execute(() -> block(release));
        Await.until(
                "the loop is said to stand still",
                () -> probe.get("/health/live").statusCode() == 503);

        HttpResponse<String> stalled = probe.get("/health/live");
        assertThat(stalled.body()).isEqualTo("{\"status\":\"stalled\",\"loops\":[\"1\"]}");
        assertThat(Scrape.of(registry.scrape()).sum("weir_loop_silence_seconds", "loop=\"1\""))
                .isGreaterThan(0.5);
        release.countDown();
        Await.until("it turns again", () -> probe.get("/health/live").statusCode() == 200);
        Await.until(
                "its lag is recorded",
                () -> Scrape.of(registry.scrape()).sum("weir_loop_lag_seconds_sum", "loop=\"1\"") > 0.3);
    }

    @Test
    void thePrivatePortAnswersWhenNoLoopOfVisitorsTurns() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Vertx visitors = open(2);
        Web probe = probe(registry, Loops.watch(visitors, new LoopTimes(System::nanoTime), System::nanoTime, registry));
        CountDownLatch release = new CountDownLatch(1);
        closing.add(release::countDown);

        loop(visitors, 0).execute(() -> block(release));
        loop(visitors, 1).execute(() -> block(release));
        Await.until(
                "both are named",
                () -> probe.get("/health/live").body().equals("{\"status\":\"stalled\",\"loops\":[\"0\",\"1\"]}"));

        assertThat(probe.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void aSinkThatIsDownIsShownAndThePodStaysReady() throws Exception {
        String config = "sinks: [{name: vendor, type: http, url: 'http://127.0.0.1:1'}]\n"
                + "sections: [{name: shop, personaclick: [{shop-id: a}], sinks: [vendor]}]\n";
        try (LocalWeir weir = LocalWeir.start(data, config)) {
            weir.post("/push", "{\"shop_id\":\"a\",\"did\":\"d\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}");
            Web probe = weir.admin();
            Await.until(
                    "the event is owed", () -> probe.get("/health/sinks").body().contains("\"pending\":1"));

            assertThat(probe.get("/health/sinks").statusCode()).isEqualTo(200);
            assertThat(probe.get("/health/sinks").body()).startsWith("{\"vendor\":{\"state\":\"");
            assertThat(probe.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(probe.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    private Vertx open(int loops) {
        Vertx vertx = Sockets.open(Transport.NIO, loops);
        closing.add(() -> Sockets.await(vertx.close(), Duration.ofSeconds(5)));
        return vertx;
    }

    private Web probe(PrometheusMeterRegistry registry, Loops loops) throws Exception {
        Metrics metrics = new Metrics(registry, List.of());
        AdminServer server = new AdminServer(
                open(1),
                new AdminOptions("127.0.0.1", 0),
                new HealthEndpoints(metrics, new Readiness(), () -> loops.silentFor(LIMIT)).endpoints(),
                List.of(),
                closing.add(AuditFile.open(data)),
                word -> true,
                InstantSource.system(),
                registry);
        int port = Sockets.bind("127.0.0.1", 0, "the test's own port", server.start());
        return new Web(URI.create("http://127.0.0.1:" + port));
    }

    private static EventExecutor loop(Vertx vertx, int number) {
        Iterator<EventExecutor> loops =
                ((VertxInternal) vertx).nettyEventLoopGroup().iterator();
        for (int i = 0; i < number; i++) {
            loops.next();
        }
        return loops.next();
    }

    private static void block(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
