package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk says that it could not write: whoever is acknowledged all the same finds the event there after a restart. */
@Tag(Soak.TAG)
final class FsyncFaultIT {

    private static final int CLIENTS = 8;
    private static final int WARM = 200;
    private static final int FAULTS = 3;
    private static final int REFUSED = 100;
    private static final String CONFIG = """
            journal: {file-bytes: 512KiB, max-bytes: 256MiB, reserve-bytes: 1MiB}
            sinks: [{name: files, type: file, dir: events, gzip: false}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files]
            """;

    @TempDir
    private Path dir;

    private Path config;
    private Owed owed;

    @BeforeEach
    void prepare() throws Exception {
        SyscallFault.require();
        config = Files.writeString(dir.resolve("weir.yaml"), CONFIG);
        owed = new Owed(dir.resolve("data/events"));
    }

    /** {@code when} as strace has it: the first alone, or that and all that follow. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "1+"})
    void nothingIsAcknowledgedAfterAnErrorOfTheJournal(String when) throws Exception {
        try (WeirProcess weir = serve()) {
            EnduringClients clients = EnduringClients.start(CLIENTS, weir.publicUri(), "e0");
            awaitAcknowledged(clients, WARM);
            try (SyscallFault fault = SyscallFault.in(weir.pid(), "weir-journal-writer", "error=EIO:when=" + when)) {
                Await.until("an fsync has failed", () -> fault.first().isPresent());
                Instant failed = fault.first().orElseThrow();
                awaitReady(weir, 503);
                noteUnready(when, failed);
                Await.until("refusals", () -> clients.refused() >= REFUSED);
                clients.stop();
                assertThat(clients.lastAcknowledged()).isBefore(failed);
                assertRefusedForNow(clients);
                assertThat(weir.log()).contains("journal failed for good");
            }
            weir.kill();
            owed.add(clients);
        }
        assertAllThereAfterARestart();
    }

    /** The sink's lines and its position, and the next journal file. */
    @ParameterizedTest
    @MethodSource("others")
    void anErrorOfAnythingElseIsNoLossAndPasses(String thread, String when) throws Exception {
        try (WeirProcess weir = serve()) {
            EnduringClients clients = EnduringClients.start(CLIENTS, weir.publicUri(), "e0");
            awaitAcknowledged(clients, WARM);
            try (SyscallFault fault = SyscallFault.in(weir.pid(), thread, "error=EIO:when=" + when)) {
                Await.until("fsyncs have failed", () -> fault.count() >= (when.equals("1") ? 1 : FAULTS));
            }
            awaitAcknowledged(clients, clients.acknowledged().size() + WARM);
            awaitReady(weir, 200);
            clients.stop();
            assertRefusedForNow(clients);
            owed.add(clients);
            owed.awaitDelivered();
            weir.kill();
        }
        assertAllThereAfterARestart();
    }

    @Test
    void aSlowDiskLosesNothing() throws Exception {
        try (WeirProcess weir = WeirProcess.serveUnder(SyscallFault.delay(20), config, dir.resolve("data"), Map.of())) {
            EnduringClients clients = EnduringClients.start(CLIENTS, weir.publicUri(), "e0");
            awaitAcknowledged(clients, WARM);
            weir.kill();
            clients.stop();
            assertThat(clients.refusals()).isEmpty();
            owed.add(clients);
        }
        assertAllThereAfterARestart();
    }

    private static List<Arguments> others() {
        List<Arguments> others = List.of(
                Arguments.of("weir-relay-files", "1+"),
                Arguments.of("weir-journal-supply", "1+"),
                Arguments.of("weir-relay-files", "1"),
                Arguments.of("weir-journal-supply", "1"));
        return others.subList(0, Soak.times(2, 4));
    }

    private void assertAllThereAfterARestart() throws Exception {
        try (WeirProcess weir = serve()) {
            EnduringClients clients = EnduringClients.start(CLIENTS, weir.publicUri(), "e1");
            awaitAcknowledged(clients, WARM);
            clients.stop();
            owed.add(clients);
            owed.awaitDelivered();
            assertThat(weir.stop()).isZero();
        }
    }

    private WeirProcess serve() throws Exception {
        return WeirProcess.serve(config, dir.resolve("data"), Map.of());
    }

    private static void awaitAcknowledged(EnduringClients clients, int count) {
        Await.until(count + " acknowledged", () -> clients.acknowledged().size() >= count);
    }

    private static void awaitReady(WeirProcess weir, int status) {
        Web admin = new Web(weir.privateUri());
        Await.until("readiness is " + status, () -> admin.get("/health/ready").statusCode() == status);
    }

    private static void assertRefusedForNow(EnduringClients clients) {
        assertThat(clients.refusals()).allSatisfy(refusal -> {
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.retryAfter()).matches("[1-9][0-9]*");
        });
    }

    private static void noteUnready(String when, Instant failed) throws Exception {
        Measured.note(
                FsyncFaultIT.class,
                "when=" + when + " unready after "
                        + Duration.between(failed, Instant.now()).toMillis() + " ms");
    }
}
