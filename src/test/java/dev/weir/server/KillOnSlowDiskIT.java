package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at saturation, again and again, while each fsync takes 20 ms longer: nothing that was acknowledged is lost. */
@Tag(Soak.TAG)
final class KillOnSlowDiskIT {

    private static final int CYCLES = Soak.times(2, 200);
    /** More than the disk takes at once, so that there is always a group that waits. */
    private static final int CLIENTS = 64;

    private static final int DELAY_MILLIS = 20;
    private static final int IN_FLIGHT = 64;
    /** What is settled between two saves of the cursor. */
    private static final int UNSAVED = 256;

    private static final double MOST_REPEATED = 0.005;
    /** The promise is 3 s; this is for a machine that is busy with other things. */
    private static final Duration READY = Duration.ofSeconds(20);

    private static final String CONFIG = """
            sinks:
              - name: upstream
                type: http
                url: 'http://127.0.0.1:%d'
                protocol: http1
                connections: 16
                max-in-flight: %d
                pace: off
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [upstream]
            """;

    @TempDir
    private Path dir;

    private final TickingClients clients = new TickingClients(CLIENTS);
    private final List<Duration> starts = new ArrayList<>();

    @BeforeEach
    void prepare() {
        SyscallFault.require();
    }

    /** What comes twice after a kill is what was delivered within a moment: of the more, the longer a life was. */
    @Test
    void nothingIsLostWhileTheUpstreamIsSlow() throws Exception {
        try (ModelUpstream upstream = new ModelUpstream(0, DELAY_MILLIS)) {
            killUnderLoad(upstream.port(), Duration.ofSeconds(Soak.times(1, 15)));
            assertDelivered(upstream);
        }
    }

    @Test
    void nothingIsLostWhileTheUpstreamIsDown() throws Exception {
        int port;
        try (ModelUpstream once = new ModelUpstream(0, 0)) {
            port = once.port();
        }
        killUnderLoad(port, Duration.ofSeconds(Soak.times(1, 3)));
        try (ModelUpstream upstream = new ModelUpstream(port, 0)) {
            assertDelivered(upstream);
        }
    }

    private void killUnderLoad(int upstreamPort, Duration life) throws Exception {
        Path config = Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(upstreamPort, IN_FLIGHT));
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            long begun = System.nanoTime();
            try (WeirProcess weir =
                    WeirProcess.serveUnder(SyscallFault.delay(DELAY_MILLIS), config, dir.resolve("data"), Map.of())) {
                awaitReady(weir);
                starts.add(Duration.ofNanos(System.nanoTime() - begun));
                int before = clients.acknowledged().size();
                List<Thread> threads = clients.start(weir.publicUri(), cycle);
                long end = System.nanoTime() + life.toNanos();
                Await.until(
                        "a life of " + life + " with acknowledgements",
                        () -> System.nanoTime() - end > 0
                                && clients.acknowledged().size() >= before + CLIENTS);
                weir.kill();
                for (Thread client : threads) {
                    client.join();
                }
            }
        }
        Collections.sort(starts);
        assertThat(starts.get(starts.size() / 2)).isLessThan(READY);
    }

    private void assertDelivered(ModelUpstream upstream) throws Exception {
        try (WeirProcess weir = WeirProcess.serve(dir.resolve("weir.yaml"), dir.resolve("data"), Map.of())) {
            Await.until(
                    "all sent upstream",
                    () -> clients.missing(upstream.bodiesByKey()).isEmpty());
            assertThat(weir.stop()).isZero();
            assertThat(weir.log()).doesNotContain("ERROR");
        }
        assertEachKeyMeansOneEvent(upstream.bodiesByKey());
        assertFewRepeated(upstream.bodiesByKey().values());
    }

    private void assertEachKeyMeansOneEvent(Map<String, List<String>> bodiesByKey) {
        Set<String> labels = new HashSet<>();
        bodiesByKey.forEach((key, bodies) -> {
            assertThat(new HashSet<>(bodies)).as(key).hasSize(1);
            assertThat(labels.add(TickingClients.label(bodies.get(0)))).as(key).isTrue();
        });
        assertThat(clients.sent()).containsAll(labels);
    }

    private void assertFewRepeated(Collection<List<String>> deliveries) throws Exception {
        long repeated =
                deliveries.stream().mapToLong(bodies -> bodies.size() - 1).sum();
        Measured.note(
                KillOnSlowDiskIT.class,
                "cycles=%d acknowledged=%d repeated=%d (%.2f %%) lost=0 ready: median %d ms, most %d ms"
                        .formatted(
                                CYCLES,
                                clients.acknowledged().size(),
                                repeated,
                                100.0 * repeated / deliveries.size(),
                                starts.get(starts.size() / 2).toMillis(),
                                starts.get(starts.size() - 1).toMillis()));
        assertThat(repeated).isLessThanOrEqualTo(CYCLES * (long) (UNSAVED + IN_FLIGHT));
        if (Soak.isOn()) {
            assertThat(repeated).isLessThan((long) (MOST_REPEATED * deliveries.size()));
        }
    }

    private static void awaitReady(WeirProcess weir) {
        Web admin = new Web(weir.privateUri());
        Await.until("it is ready", () -> admin.get("/health/ready").statusCode() == 200);
    }
}
