package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that are slow by the hundred, at length by ten thousand of each kind, which takes {@code ulimit -n 20000}: all of them are
 * cut, and those who behave are served meanwhile. At length a head, a body and the taking of an answer have the time that they have
 * where nothing else is said, and each client is cut within 15 s. Then the collector is one without pauses, unless
 * {@code JAVA_TOOL_OPTIONS} say otherwise: those of others, while ten thousand connections grow old, are most of what anybody waits.
 */
@Tag(Soak.TAG)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SlowClientsIT {

    private static final int SLOW = Soak.times(300, 10_000);
    private static final int QUIET_REQUESTS = Soak.times(200, 5_000);
    private static final int REHEARSED = Soak.times(50, 3_000);
    private static final long MOST_MILLIS = 15_000;
    /** Far above what was found, and far below what a crowd does to a server that serves it first. */
    private static final double MOST_P99_MILLIS = 10;

    private WeirProcess weir;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        String timeouts = Soak.isOn()
                ? "idle-timeout: 12s"
                : "head-timeout: 2s, body-timeout: 2s, write-timeout: 2s, idle-timeout: 3s";
        Path config = data.resolve("weir.yaml");
        Files.writeString(config, """
                server: {port: 0, %s, max-connections-per-address: 20000}
                admin: {port: 0}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files], limit: {refill: 1000000, capacity: 1000000}}]
                """.formatted(timeouts));
        weir = WeirProcess.serve(config, data, Soak.isOn() ? collector() : Map.of());
    }

    private static Map<String, String> collector() {
        String variable = "JAVA_TOOL_OPTIONS";
        return Map.of(variable, System.getenv().getOrDefault(variable, "-XX:+UseZGC"));
    }

    @AfterAll
    void stop() {
        weir.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoIsSlowIsCutAndWhoIsNotIsServed(SlowClients.Kind kind) throws Exception {
        rehearse(kind);
        String quiet;
        try (GoodClient alone = GoodClient.start(weir.publicUri())) {
            Await.until("quiet requests", () -> alone.count() >= QUIET_REQUESTS);
            quiet = alone.toString();
        }
        try (GoodClient good = GoodClient.start(weir.publicUri());
                SlowClients slow = SlowClients.start(weir.publicUri(), kind, SLOW)) {
            Await.until("all are there", () -> slow.opened() == SLOW);
            Await.until("all are cut", () -> slow.cut() == SLOW);

            assertThat(good.count()).isPositive();
            Measured.note(
                    SlowClientsIT.class,
                    "%d %s: quiet %s, meanwhile %s, all cut within %d ms"
                            .formatted(SLOW, kind, quiet, good, slow.longestMillis()));
            if (Soak.isOn()) {
                assertThat(slow.longestMillis()).isLessThanOrEqualTo(MOST_MILLIS);
                assertThat(good.millisAt(99)).isLessThan(MOST_P99_MILLIS);
            }
        }
        awaitAllGone();
    }

    /** Else it is the compilers that those who behave would wait for. */
    private void rehearse(SlowClients.Kind kind) throws Exception {
        try (GoodClient warm = GoodClient.start(weir.publicUri());
                SlowClients few = SlowClients.start(weir.publicUri(), kind, REHEARSED)) {
            Await.until("warm", () -> warm.count() >= QUIET_REQUESTS && few.opened() == REHEARSED);
        }
        awaitAllGone();
    }

    private void awaitAllGone() throws Exception {
        Web admin = new Web(weir.privateUri());
        Await.until(
                "all are gone",
                () -> Scrape.of(admin.get("/metrics").body()).sum("weir_connections_open", "port=\"public\"") == 0);
        assertThat(Scrape.of(admin.get("/metrics").body()).sum("weir_connections_held_bytes", "port=\"public\""))
                .isZero();
    }
}
