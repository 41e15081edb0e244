package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL under load, again and again: what was acknowledged is delivered, whatever the upstream does meanwhile. */
final class KillIT {

    private static final int CYCLES = 3;
    private static final int CLIENTS = 8;
    private static final int IN_FLIGHT = 64;

    /** What this upstream can take between two saves of the cursor, with a margin for a machine that is busy. */
    private static final int UNSAVED = 64;

    private static final int ACKNOWLEDGED_PER_CYCLE = 400;
    private static final Pattern LABEL = Pattern.compile("label\\W+(e\\d+-\\d+-\\d+)");

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

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

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
                int target = acknowledged.size() + ACKNOWLEDGED_PER_CYCLE;
                List<Thread> clients = startClients(weir.publicUri(), cycle);
                Await.until(target + " acknowledged", () -> acknowledged.size() >= target);
                weir.kill();
                for (Thread client : clients) {
                    client.join();
                }
            }
        }
    }

    private void assertDelivered(ModelUpstream upstream) throws Exception {
        Path config = dir.resolve("weir.yaml");
        try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
            Await.until(
                    "all sent upstream", () -> missing(upstream.bodiesByKey()).isEmpty());
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
            count.merge(label(line), 1, Integer::sum);
        }
        assertThat(count.values()).allMatch(times -> times == 1);
        assertThat(count.keySet()).containsAll(acknowledged);
        Set<String> sent = new HashSet<>(acknowledged);
        sent.addAll(unanswered);
        assertThat(sent).containsAll(count.keySet());
    }

    /** A repeated event has the key that it had, and a crash repeats no more than was in flight or not yet in the cursor. */
    private static void assertEachKeyMeansOneEvent(Map<String, List<String>> bodiesByKey) {
        Set<String> labels = new HashSet<>();
        bodiesByKey.forEach((key, bodies) -> {
            assertThat(new HashSet<>(bodies)).as(key).hasSize(1);
            assertThat(bodies).as(key).hasSizeLessThanOrEqualTo(CYCLES + 1);
            assertThat(labels.add(label(bodies.get(0)))).as(key).isTrue();
        });
        long repeated = bodiesByKey.values().stream()
                .filter(bodies -> bodies.size() > 1)
                .count();
        assertThat(repeated).isLessThanOrEqualTo(CYCLES * (long) (UNSAVED + IN_FLIGHT));
    }

    private Set<String> missing(Map<String, List<String>> bodiesByKey) {
        Set<String> missing = new HashSet<>(acknowledged);
        bodiesByKey.values().forEach(bodies -> missing.remove(label(bodies.get(0))));
        return missing;
    }

    private Set<String> missingInFiles() throws IOException {
        Set<String> missing = new HashSet<>(acknowledged);
        lines().forEach(line -> missing.remove(label(line)));
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

    private List<Thread> startClients(URI server, int cycle) {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            Thread thread = new Thread(() -> sendUntilKilled(server, "e" + cycle + "-" + client + "-"), "client-" + i);
            thread.start();
            clients.add(thread);
        }
        return clients;
    }

    private void sendUntilKilled(URI server, String prefix) {
        AtomicInteger number = new AtomicInteger();
        String label = "";
        try (RawConnection connection = new RawConnection(server)) {
            while (true) {
                label = prefix + number.getAndIncrement();
                unanswered.add(label);
                RawConnection.Response response = connection.post(
                        "/push/custom",
                        "{\"shop_id\":\"shop\",\"did\":\"" + prefix + "\",\"event\":\"tick\",\"label\":\"" + label
                                + "\"}");
                if (response.status() != 200) {
                    throw new AssertionError(response);
                }
                acknowledged.add(label);
                unanswered.remove(label);
            }
        } catch (IOException killed) {
            // The event on its way stays among the unanswered.
        }
    }

    private static String label(String text) {
        Matcher matcher = LABEL.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no label in " + text);
        }
        return matcher.group(1);
    }
}
