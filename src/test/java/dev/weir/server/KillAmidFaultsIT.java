package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGKILL while the vendor's HTTP/2 server fails in one way or another: what was acknowledged is delivered all the same. */
final class KillAmidFaultsIT {

    private static final int CLIENTS = 8;
    private static final int ACKNOWLEDGED = 300;
    private static final int FAILED = 5;
    private static final String CONFIG = """
            sinks:
              - {name: upstream, type: http, url: 'http://127.0.0.1:%d', protocol: h2, timeout: 500ms, pace: {refill: 5000}}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [upstream]
            """;

    @TempDir
    private Path dir;

    private final TickingClients clients = new TickingClients(CLIENTS);

    @ParameterizedTest
    @EnumSource
    void nothingAcknowledgedIsLostWhileTheVendorIs(FickleVendor.Failing failing) throws Exception {
        try (FickleVendor vendor = new FickleVendor(failing)) {
            Path config = Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(vendor.port()));
            try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
                List<Thread> threads = clients.start(weir.publicUri(), 0);
                Await.until(
                        "acknowledged events and failed requests",
                        () -> clients.acknowledged().size() >= ACKNOWLEDGED && vendor.failed() >= FAILED);
                weir.kill();
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            vendor.getWell();
            try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
                Await.until(
                        "all at the vendor",
                        () -> clients.missing(vendor.bodiesByKey()).isEmpty());
                assertThat(weir.log()).doesNotContain("ERROR");
            }
            assertEachKeyMeansOneEvent(vendor.bodiesByKey());
        }
    }

    private void assertEachKeyMeansOneEvent(Map<String, List<String>> bodiesByKey) {
        Set<String> labels = new HashSet<>();
        bodiesByKey.forEach((key, bodies) -> {
            assertThat(new HashSet<>(bodies)).as(key).hasSize(1);
            assertThat(labels.add(TickingClients.label(bodies.get(0)))).as(key).isTrue();
        });
        assertThat(clients.sent()).containsAll(labels);
    }
}
