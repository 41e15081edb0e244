package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power goes under load: a file system is shut down so that nothing more of it reaches the disk, not even its own log. What was
 * acknowledged is there when it comes back, and was written once.
 */
@Tag(Soak.TAG)
final class PowerCutIT {

    private static final int CLIENTS = 16;
    private static final int ACKNOWLEDGED_PER_CYCLE = Soak.times(300, 2000);
    /** Of what xfs wants at least. */
    private static final int DISK_MEBIBYTES = 400;

    /** Small files, so that the power also goes while one is begun, and one is deleted. */
    private static final String CONFIG = """
            journal: {file-bytes: 512KiB, max-bytes: 64MiB, reserve-bytes: 1MiB}
            state: {snapshot-every: 300}
            sinks: [{name: files, type: file, dir: events, gzip: false}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files]
            """;

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void whatWasAcknowledgedIsThereWhenThePowerComesBack(String type) throws Exception {
        LoopDisk.require(type);
        Path config = Files.writeString(dir.resolve("weir.yaml"), CONFIG);
        try (LoopDisk disk = LoopDisk.make(type, DISK_MEBIBYTES, dir)) {
            Path data = disk.dir().resolve("data");
            Owed owed = new Owed(data.resolve("events"));
            Soak.Rounds cuts = Soak.rounds(2, 100);
            while (cuts.next()) {
                cutPowerUnderLoad(disk, config, data, owed, "e" + cuts.count());
            }
            try (WeirProcess weir = WeirProcess.serve(config, data, Map.of())) {
                owed.awaitDelivered();
                assertThat(weir.stop()).isZero();
                assertNothingDamaged(weir);
            }
            Measured.note(
                    PowerCutIT.class,
                    type + " cuts=" + cuts.count() + " acknowledged=" + owed.acknowledged() + " lost=0 twice=0");
        }
    }

    private static void cutPowerUnderLoad(LoopDisk disk, Path config, Path data, Owed owed, String prefix)
            throws Exception {
        try (WeirProcess weir = WeirProcess.serve(config, data, Map.of())) {
            EnduringClients clients = EnduringClients.start(CLIENTS, weir.publicUri(), prefix);
            Await.until("acknowledgements", () -> clients.acknowledged().size() >= ACKNOWLEDGED_PER_CYCLE);
            assertNothingDamaged(weir);
            disk.cutPower();
            Await.until("it is refused, for want of a disk", () -> clients.refused() > 0);
            weir.kill();
            clients.stop();
            owed.add(clients);
        }
        disk.repower();
    }

    /** An unfinished write is cut off, and said; nothing else may be wrong with what the power cut left. */
    private static void assertNothingDamaged(WeirProcess weir) throws IOException {
        List<String> errors = weir.log()
                .lines()
                .filter(line -> line.contains("ERROR") && !line.contains("journal tail cut"))
                .toList();
        assertThat(errors).isEmpty();
    }
}
