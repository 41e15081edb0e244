package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The law of conservation can be read off the metrics: in every scrape, under load, and after a restart. */
final class BooksIT {

    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"SHOP_ID\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}";
    private static final int CLIENTS = 8;
    private static final int SCRAPES = 60;

    @TempDir
    private Path data;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theBooksAddUpAcrossARestart() throws Exception {
        try (WeirProcess weir = WeirProcess.serve(data, Map.of())) {
            send(weir.publicUri(), VIEW, 30);
            send(weir.publicUri(), "{", 7);
            Scrape scrape = scrape(weir);
            assertThat(scrape.sum("weir_received_total")).isEqualTo(37);
            assertThat(scrape.sum("weir_accepted_total")).isEqualTo(30);
            assertThat(scrape.sum("weir_rejected_total")).isEqualTo(7);
            assertThat(scrape.sum("weir_intake_waiting")).isZero();
            Await.until("30 delivered", () -> scrape(weir).sum("weir_sink_delivered_total") == 30);
            weir.kill();
        }
        try (WeirProcess weir = WeirProcess.serve(data, Map.of())) {
            send(weir.publicUri(), VIEW, 5);
            Await.until("35 delivered", () -> scrape(weir).sum("weir_sink_delivered_total") == 35);

            Scrape scrape = scrape(weir);
            assertThat(scrape.sum("weir_journal_accepted")).isEqualTo(35);
            assertThat(scrape.sum("weir_sink_pending")).isZero();
            assertThat(scrape.sum("weir_sink_superseded_total")
                            + scrape.sum("weir_sink_dead_lettered_total")
                            + scrape.sum("weir_sink_not_routed_total"))
                    .isZero();
        }
    }

    @Test
    void theBooksAddUpInEveryScrapeUnderLoad() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (WeirProcess weir = WeirProcess.serve(data, Map.of())) {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                sending.add(clients.submit(() -> sendUntil(isOver, weir.publicUri())));
            }
            Await.until("events are accepted", () -> scrape(weir).sum("weir_journal_accepted") > 0);
            double before = scrape(weir).sum("weir_received_total");
            for (int i = 0; i < SCRAPES; i++) {
                Scrape scrape = scrape(weir);
                requireIntakeLaw(scrape);
                requireSinkLaw(scrape);
            }
            assertThat(scrape(weir).sum("weir_received_total"))
                    .as("received under way")
                    .isGreaterThan(before);
            isOver.set(true);
            for (Future<?> each : sending) {
                each.get();
            }
        } finally {
            isOver.set(true);
            clients.shutdownNow();
        }
    }

    @Test
    void healthIsToldOnBothPorts() throws Exception {
        try (WeirProcess weir = WeirProcess.serve(data, Map.of())) {
            assertThat(get(weir.publicUri().resolve("/health"))).isEqualTo("{\"status\":\"ok\"}");
            assertThat(get(weir.privateUri().resolve("/health/live"))).contains("live");
            assertThat(get(weir.privateUri().resolve("/health/ready")))
                    .startsWith("{\"status\":\"ready\",\"checks\":{\"journal\":true,\"disk\":true,\"backlog\":true,")
                    .containsPattern("\"sinks\":\\{\"[a-z0-9-]+\":true}}$");
        }
    }

    private static void requireIntakeLaw(Scrape scrape) {
        double waiting = scrape.sum("weir_intake_waiting");
        assertThat(waiting).as("waiting").isBetween(0.0, (double) CLIENTS);
        assertThat(scrape.sum("weir_accepted_total")
                        + scrape.sum("weir_duplicates_total")
                        + scrape.sum("weir_rejected_total")
                        + scrape.sum("weir_answered_total")
                        + waiting)
                .as("accepted + duplicates + rejected + answered + waiting")
                .isEqualTo(scrape.sum("weir_received_total"));
    }

    static void requireSinkLaw(Scrape scrape) {
        Set<String> sinks = scrape.values("weir_sink_pending", "sink");
        assertThat(sinks).isNotEmpty();
        for (String sink : sinks) {
            String label = "sink=\"" + sink + "\"";
            double settled = scrape.sum("weir_sink_delivered_total", label)
                    + scrape.sum("weir_sink_superseded_total", label)
                    + scrape.sum("weir_sink_dead_lettered_total", label)
                    + scrape.sum("weir_sink_not_routed_total", label);
            double pending = scrape.sum("weir_sink_pending", label);
            assertThat(pending).as("pending of %s", sink).isNotNegative();
            assertThat(settled + pending).as("books of %s", sink).isEqualTo(scrape.sum("weir_journal_accepted"));
            assertThat(settled + 1).as("cursor of %s", sink).isEqualTo(scrape.sum("weir_sink_cursor", label));
        }
    }

    private static Void sendUntil(AtomicBoolean isOver, URI server) throws IOException {
        while (!isOver.get()) {
            send(server, VIEW, 20);
            send(server, "{", 10);
        }
        return null;
    }

    private static void send(URI server, String body, int times) throws IOException {
        try (RawConnection connection = new RawConnection(server)) {
            for (int i = 0; i < times; i++) {
                connection.post("/push", body);
            }
        }
    }

    private Scrape scrape(WeirProcess weir) throws Exception {
        return Scrape.of(get(weir.privateUri().resolve("/metrics")));
    }

    private String get(URI uri) throws Exception {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
