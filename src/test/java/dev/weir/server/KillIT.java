package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL under load, again and again: what was acknowledged is delivered, whatever the upstream does meanwhile. */
@Tag(Soak.TAG)
final class KillIT {

    private static final int CYCLES = Soak.times(3, 200);
    private static final int CLIENTS = 8;
    private static final int IN_FLIGHT = 64;

    /** What this upstream can take between two saves of the cursor, with a margin for a machine that is busy. */
    private static final int UNSAVED = 64;

    private static final int ACKNOWLEDGED_PER_CYCLE = 400;

    /** Above what all clients together can send in a cycle, so that the limit stays out of this. */
    private static final String CONFIG = """
            sinks:
              - {name: files, type: file, dir: events}
              - {name: upstream, type: http, url: 'http://127.0.0.1:%d', protocol: http1, connections: 8, max-in-flight: %d}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files, upstream]
            """;

    @TempDir
    private Path dir;

    private final TickingClients clients = new TickingClients(CLIENTS);

    @Test
    void nothingAcknowledgedIsLostWhileTheUpstreamIsSlow() throws Exception {
        try (ModelUpstream upstream = new ModelUpstream(0, 20)) {
            killUnderLoad(upstream.port());
            assertDelivered(upstream);
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhileTheUpstreamIsDown() throws Exception {
        int port;
        try (ModelUpstream once = new ModelUpstream(0, 0)) {
            port = once.port();
        }
        killUnderLoad(port);
        try (ModelUpstream upstream = new ModelUpstream(port, 0)) {
            assertDelivered(upstream);
        }
    }

    private void killUnderLoad(int upstreamPort) throws Exception {
        Path config = Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(upstreamPort, IN_FLIGHT));
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
                int target = clients.acknowledged().size() + ACKNOWLEDGED_PER_CYCLE;
                List<Thread> threads = clients.start(weir.publicUri(), cycle);
                Await.until(
                        target + " acknowledged", () -> clients.acknowledged().size() >= target);
                weir.kill();
                for (Thread client : threads) {
                    client.join();
                }
            }
        }
    }

    private void assertDelivered(ModelUpstream upstream) throws Exception {
        Path config = dir.resolve("weir.yaml");
        try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
            Await.until(
                    "all sent upstream",
                    () -> clients.missing(upstream.bodiesByKey()).isEmpty());
            Await.until("all in the files", () -> missingInFiles().isEmpty());
            assertThat(weir.stop()).isZero();
            assertThat(weir.log()).doesNotContain("ERROR");
        }
        assertEachLineOnce();
        assertEachKeyMeansOneEvent(upstream.bodiesByKey());
    }

    /** An event that was never answered may be there or not; one that was must be there, and none may be there twice. */
    private void assertEachLineOnce() throws IOException {
        Map<String, Integer> count = new HashMap<>();
        for (String line : lines()) {
            count.merge(TickingClients.label(line), 1, Integer::sum);
        }
        assertThat(count.values()).allMatch(times -> times == 1);
        assertThat(count.keySet()).containsAll(clients.acknowledged());
        assertThat(clients.sent()).containsAll(count.keySet());
    }

    /** A repeated event has the key that it had, and a crash repeats no more than was in flight or not yet in the cursor. */
    private static void assertEachKeyMeansOneEvent(Map<String, List<String>> bodiesByKey) {
        Set<String> labels = new HashSet<>();
        bodiesByKey.forEach((key, bodies) -> {
            assertThat(new HashSet<>(bodies)).as(key).hasSize(1);
            assertThat(bodies).as(key).hasSizeLessThanOrEqualTo(CYCLES + 1);
            assertThat(labels.add(TickingClients.label(bodies.get(0)))).as(key).isTrue();
        });
        long repeated = bodiesByKey.values().stream()
                .filter(bodies -> bodies.size() > 1)
                .count();
        assertThat(repeated).isLessThanOrEqualTo(CYCLES * (long) (UNSAVED + IN_FLIGHT));
    }

    private Set<String> missingInFiles() throws IOException {
        Set<String> missing = new HashSet<>(clients.acknowledged());
        lines().forEach(line -> missing.remove(TickingClients.label(line)));
        return missing;
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(dir.resolve("data/events"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".ndjson")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
