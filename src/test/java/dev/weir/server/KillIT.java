package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FreePort;
import dev.weir.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL under load, again and again: what was acknowledged is delivered, whatever the upstream does meanwhile. */
@Tag(Soak.TAG)
final class KillIT {

    private static final int CLIENTS = 8;
    private static final int IN_FLIGHT = 64;
    /** What the vendor may have and no note says, on a machine that is busy: what comes in while the sink's thread waits for an fsync. */
    private static final int UNNOTED = 64;

    private static final int ACKNOWLEDGED_PER_CYCLE = 400;

    /** Above what all clients together can send in a cycle, so that the limit stays out of this. */
    private static final String CONFIG = """
            sinks:
              - {name: files, type: file, dir: events, gzip: false}
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
    private final Lives lives = new Lives(clients);

    @Test
    void nothingAcknowledgedIsLostWhileTheUpstreamIsSlow() throws Exception {
        try (ModelUpstream upstream = new ModelUpstream(0, 20)) {
            killUnderLoad(upstream.port(), Duration.ofSeconds(Soak.times(0, 10)));
            int among = upstream.bodiesByKey().size();
            // There is more than it could take soon, of what it was too slow for.
            upstream.answerAtOnce();
            assertDelivered(upstream, "slow", among);
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhileTheUpstreamIsDown() throws Exception {
        int port = FreePort.next();
        killUnderLoad(port, Duration.ofSeconds(Soak.times(0, 1)));
        try (ModelUpstream upstream = new ModelUpstream(port, 0)) {
            assertDelivered(upstream, "down", 0);
        }
    }

    private void killUnderLoad(int upstreamPort, Duration life) throws Exception {
        Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(upstreamPort, IN_FLIGHT));
        Soak.Rounds rounds = Soak.rounds(3, 200);
        while (rounds.next()) {
            lives.live(this::serve, life, ACKNOWLEDGED_PER_CYCLE);
        }
    }

    private WeirProcess serve() throws IOException {
        return WeirProcess.serve(dir.resolve("weir.yaml"), dir.resolve("data"), Map.of());
    }

    private void assertDelivered(ModelUpstream upstream, String what, int among) throws Exception {
        lives.awaitDelivered(this::serve);
        assertEachLineOnce();
        lives.assertEachKeyMeansOneEvent(upstream.bodiesByKey());
        assertThat(upstream.bodiesByKey().values())
                .as("once a life, and once in the end")
                .allSatisfy(bodies -> assertThat(bodies).hasSizeLessThanOrEqualTo(lives.count() + 1));
        lives.assertFewRepeated(KillIT.class, what, upstream.bodiesByKey().values(), among, UNNOTED + IN_FLIGHT);
    }

    /** An event that was never answered may be there or not; one that was must be there, and none may be there twice. */
    private void assertEachLineOnce() throws IOException {
        Set<String> labels = new HashSet<>();
        try (Stream<Path> files = Files.list(dir.resolve("data/events"))) {
            for (Path file : files.toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.map(TickingClients::label)
                            .forEach(label ->
                                    assertThat(labels.add(label)).as(label).isTrue());
                }
            }
        }
        lives.assertAllAndNoOthers(labels);
    }
}
