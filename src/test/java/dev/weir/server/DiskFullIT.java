package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of its own runs full under load, with all that Weir writes on it: it refuses, lives, and goes on when there is space. */
@Tag(Soak.TAG)
final class DiskFullIT {

    private static final int FILLINGS = Soak.times(1, 20);
    private static final int CLIENTS = 8;
    private static final int WARM = 200;
    private static final int REFUSED = 50;
    private static final long MIB = 1 << 20;
    private static final long RESERVE = 16 * MIB;
    private static final int DISK_MEBIBYTES = 128;

    private static final String CONFIG = """
            journal: {file-bytes: 512KiB, max-bytes: 64MiB, reserve-bytes: 16MiB}
            state: {snapshot-every: 200}
            relay: {backoff-max: 1s}
            sinks:
              - {name: files, type: file, dir: events, gzip: false}
              - {name: upstream, type: http, url: 'http://127.0.0.1:%d', protocol: http1, connections: 8}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files, upstream]
            """;

    @TempDir
    private Path dir;

    private LoopDisk disk;
    private Path ballast;
    private Path data;
    private Owed owed;

    @BeforeEach
    void prepare() {
        LoopDisk.require("ext4");
    }

    /** What the vendor refuses is to be kept as a dead letter, on the same disk. */
    @Test
    void itRefusesBeforeTheDiskIsFullAndGoesOnWhenThereIsSpace() throws Exception {
        underLoad(RESERVE - 2 * MIB, weir -> {
            assertThat(disk.free()).isPositive();
            assertThat(weir.log()).doesNotContain("No space left");
        });
    }

    @Test
    void itLivesAlsoWithoutASingleByteLeft() throws Exception {
        underLoad(0, weir -> {
            Await.until("the sink has felt it", () -> weir.log().contains("No space left"));
            Web admin = new Web(weir.privateUri());
            // The journal lets go of files that are delivered, and then there is space again for something so small.
            Await.until("what cannot be written down is not done", () -> {
                disk.fill(ballast, 0);
                return admin.post("/api/sinks/files/pause", "{}").statusCode() == 503;
            });
            assertThat(admin.get("/metrics").statusCode()).isEqualTo(200);
        });
    }

    @Test
    void itStartsOnAFullDiskAndRefusesUntilThereIsSpace() throws Exception {
        try (ModelUpstream upstream = new ModelUpstream(0, 0)) {
            Path config = prepare(upstream);
            try (WeirProcess weir = WeirProcess.serve(config, data, Map.of())) {
                EnduringClients clients = EnduringClients.start(CLIENTS, weir.publicUri(), "e0");
                awaitAcknowledged(clients, WARM);
                disk.fill(ballast, 0);
                weir.kill();
                clients.stop();
                owed.add(clients);
            }
            disk.fill(ballast, 0);
            try (WeirProcess weir = WeirProcess.serve(config, data, Map.of())) {
                EnduringClients clients = EnduringClients.start(CLIENTS, weir.publicUri(), "e1");
                Await.until("refusals", () -> clients.refused() >= REFUSED);
                makeRoom(clients);
                clients.stop();
                assertSettled(weir, clients);
                assertThat(weir.stop()).isZero();
            }
        } finally {
            disk.close();
        }
    }

    private void underLoad(long left, Check whileFull) throws Exception {
        try (ModelUpstream upstream = new ModelUpstream(0, 0, body -> body.contains("7\""))) {
            Path config = prepare(upstream);
            try (WeirProcess weir = WeirProcess.serve(config, data, Map.of())) {
                for (int filling = 0; filling < FILLINGS; filling++) {
                    EnduringClients clients = EnduringClients.start(CLIENTS, weir.publicUri(), "e" + filling);
                    awaitAcknowledged(clients, WARM);
                    disk.fill(ballast, left);
                    Await.until("refusals", () -> clients.refused() >= REFUSED);
                    whileFull.of(weir);
                    makeRoom(clients);
                    clients.stop();
                    assertSettled(weir, clients);
                }
                weir.kill();
            }
            try (WeirProcess weir = WeirProcess.serve(config, data, Map.of())) {
                owed.awaitDelivered();
                assertThat(weir.stop()).isZero();
                assertThat(weir.log()).doesNotContain("ERROR");
            }
        } finally {
            disk.close();
        }
    }

    private Path prepare(ModelUpstream upstream) throws Exception {
        disk = LoopDisk.make("ext4", DISK_MEBIBYTES, dir);
        ballast = disk.dir().resolve("ballast");
        data = disk.dir().resolve("data");
        owed = new Owed(data.resolve("events"));
        return Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(upstream.port()));
    }

    private void makeRoom(EnduringClients clients) throws Exception {
        int before = clients.acknowledged().size();
        long begun = System.nanoTime();
        Files.delete(ballast);
        awaitAcknowledged(clients, before + 1);
        Measured.note(
                DiskFullIT.class,
                "acknowledged " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms after there was space");
        awaitAcknowledged(clients, before + WARM);
    }

    private void assertSettled(WeirProcess weir, EnduringClients ended) throws Exception {
        assertThat(weir.isAlive()).isTrue();
        assertThat(ended.refusals()).allSatisfy(refusal -> {
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.retryAfter()).matches("[1-9][0-9]*");
        });
        owed.add(ended);
        Web admin = new Web(weir.privateUri());
        assertThat(admin.post("/api/sinks/files/resume", "{}").statusCode()).isEqualTo(200);
        owed.awaitDelivered();
        Await.until("nothing is owed", () -> scrape(admin).sum("weir_sink_pending") == 0);
        BooksIT.requireSinkLaw(scrape(admin));
    }

    private static Scrape scrape(Web admin) throws Exception {
        return Scrape.of(admin.get("/metrics").body());
    }

    private static void awaitAcknowledged(EnduringClients clients, int count) {
        Await.until(count + " acknowledged", () -> clients.acknowledged().size() >= count);
    }

    /** What must hold at a moment. */
    private interface Check {
        void of(WeirProcess weir) throws Exception;
    }
}
