package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FreePort;
import dev.weir.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at saturation, again and again, while each fsync takes 20 ms longer: nothing that was acknowledged is lost. */
@Tag(Soak.TAG)
final class KillOnSlowDiskIT {

    /** More than the disk takes at once, so that there is always a group that waits. */
    private static final int CLIENTS = 64;

    private static final int DELAY_MILLIS = 20;
    private static final int IN_FLIGHT = 64;
    /** The promise is 3 s; this is for a machine that is busy with other things. */
    private static final Duration READY = Duration.ofSeconds(20);

    /** What the vendor may have and no note says: what comes in while the sink's thread waits for the slow fsync of a save. */
    private static final int UNNOTED = 256;

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

    private Map<String, String> environment = Map.of();
    private final TickingClients clients = new TickingClients(CLIENTS);
    private final Lives lives = new Lives(clients);

    @BeforeEach
    void prepare() throws IOException {
        SyscallFault.require();
        // At length it is also asked how fast it is ready again, so that it starts as the launcher has it start.
        environment = Soak.isOn() ? ClassArchive.make(dir) : Map.of();
    }

    /** What comes twice after a kill is what was delivered within a moment: of the more, the longer a life was. */
    @Test
    void nothingIsLostWhileTheUpstreamIsSlow() throws Exception {
        try (ModelUpstream upstream = new ModelUpstream(0, DELAY_MILLIS)) {
            killUnderLoad(upstream.port(), Duration.ofSeconds(Soak.times(1, 10)));
            int among = upstream.bodiesByKey().size();
            // There is more than it could take soon, of what it was too slow for.
            upstream.answerAtOnce();
            assertDelivered(upstream, "slow", among);
        }
    }

    @Test
    void nothingIsLostWhileTheUpstreamIsDown() throws Exception {
        int port = FreePort.next();
        killUnderLoad(port, Duration.ofSeconds(1));
        try (ModelUpstream upstream = new ModelUpstream(port, 0)) {
            assertDelivered(upstream, "down", 0);
        }
    }

    private void killUnderLoad(int upstreamPort, Duration life) throws Exception {
        Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(upstreamPort, IN_FLIGHT));
        Soak.Rounds rounds = Soak.rounds(2, 200);
        while (rounds.next()) {
            lives.live(this::serveOnSlowDisk, life, CLIENTS);
        }
    }

    private WeirProcess serveOnSlowDisk() throws IOException {
        return WeirProcess.serveUnder(
                SyscallFault.delay(DELAY_MILLIS), dir.resolve("weir.yaml"), dir.resolve("data"), environment);
    }

    private void assertDelivered(ModelUpstream upstream, String what, int among) throws Exception {
        lives.awaitDelivered(() -> WeirProcess.serve(dir.resolve("weir.yaml"), dir.resolve("data"), Map.of()));
        assertThat(lives.medianStart()).isLessThan(READY);
        lives.assertEachKeyMeansOneEvent(upstream.bodiesByKey());
        lives.assertFewRepeated(
                KillOnSlowDiskIT.class, what, upstream.bodiesByKey().values(), among, UNNOTED + IN_FLIGHT);
    }
}
