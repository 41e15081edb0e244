package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.FreePort;
import dev.weir.Soak;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load, again and again: exits with 0, and what was acknowledged is delivered, once. */
@Tag(Soak.TAG)
final class StopIT {

    private static final int CLIENTS = 4;
    private static final int WARM = 100;
    private static final int SLOW_MILLIS = 20;

    @TempDir
    private Path data;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private long longestStopMillis;

    @Test
    void whatWasAcknowledgedIsDeliveredBeforeTheExit() throws Exception {
        stopUnderLoad(Map.of());

        List<String> labels = deliveredLabels();
        assertThat(labels).doesNotHaveDuplicates();
        assertThat(new HashSet<>(labels)).containsAll(acknowledged);
    }

    @Test
    void anUpstreamThatIsDownDoesNotHoldUpTheExit() throws Exception {
        int nobody = FreePort.next();

        stopUnderLoad(Map.of("WEIR_UPSTREAM", "http://127.0.0.1:" + nobody));

        assertThat(new HashSet<>(deliveredLabels())).containsAll(acknowledged);
    }

    @Test
    void anUpstreamThatIsSlowGetsEachEventOnce() throws Exception {
        try (ModelUpstream upstream = new ModelUpstream(0, SLOW_MILLIS)) {
            Map<String, String> environment = Map.of("WEIR_UPSTREAM", "http://127.0.0.1:" + upstream.port());
            stopUnderLoad(environment);

            try (WeirProcess weir = WeirProcess.serve(data, environment)) {
                Await.until("all sent upstream", () -> labels(upstream).containsAll(acknowledged));
                assertThat(weir.stop()).isZero();
            }
            assertThat(labels(upstream)).doesNotHaveDuplicates();
        }
    }

    private void stopUnderLoad(Map<String, String> environment) throws Exception {
        Soak.Rounds stops = Soak.rounds(2, 100);
        while (stops.next()) {
            stopUnderLoad(environment, "e" + stops.count() + "-");
        }
        Measured.note(
                StopIT.class,
                "stops=" + stops.count() + " acknowledged=" + acknowledged.size() + " longest stop " + longestStopMillis
                        + " ms " + environment.keySet());
    }

    private void stopUnderLoad(Map<String, String> environment, String prefix) throws Exception {
        try (WeirProcess weir = WeirProcess.serve(data, environment)) {
            CountDownLatch warm = new CountDownLatch(WARM);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = prefix + i + "-";
                Thread client = new Thread(() -> sendUntilStopped(weir.publicUri(), name, warm));
                client.start();
                clients.add(client);
            }
            warm.await();
            long begun = System.nanoTime();
            assertThat(weir.stop()).isZero();
            longestStopMillis = Math.max(
                    longestStopMillis,
                    Duration.ofNanos(System.nanoTime() - begun).toMillis());
            for (Thread client : clients) {
                client.join();
            }
            assertThat(weir.log()).doesNotContain("ERROR");
        }
    }

    private void sendUntilStopped(URI server, String prefix, CountDownLatch warm) {
        try (RawConnection connection = new RawConnection(server)) {
            for (int i = 0; ; i++) {
                String label = prefix + i;
                RawConnection.Response response = connection.post(
                        "/push/custom",
                        "{\"shop_id\":\"SHOP_ID\",\"did\":\"" + prefix + "\",\"event\":\"tick\",\"label\":\"" + label
                                + "\"}");
                if (response.status() == 200) {
                    acknowledged.add(label);
                }
                warm.countDown();
            }
        } catch (IOException stopped) {
            // The server has gone, as it should.
        }
    }

    private static List<String> labels(ModelUpstream upstream) {
        return upstream.bodiesByKey().values().stream()
                .flatMap(List::stream)
                .map(body -> EventLines.text(body, "label"))
                .toList();
    }

    private List<String> deliveredLabels() throws IOException {
        List<String> labels = new ArrayList<>();
        try (Stream<Path> files = Files.list(data.resolve("events"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    int start = line.indexOf("\"label\":\"") + "\"label\":\"".length();
                    labels.add(line.substring(start, line.indexOf('"', start)));
                }
            }
        }
        return labels;
    }
}
