package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.Promise;
import dev.weir.journal.Journal;
import dev.weir.journal.file.FileJournal;
import dev.weir.journal.file.FileJournalOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How soon a Weir is ready whose vendor has been down for long: nothing of what it owes is forgotten. Ten million events at length. */
@Tag(Soak.TAG)
final class PendingStartIT {

    private static final int PENDING = Soak.times(50_000, 10_000_000);
    private static final int DEVICES = 20_000;
    private static final long PAUSE_NANOS = 50_000;

    @TempDir
    private Path dir;

    @Test
    void whatIsPendingIsStillOwedWhenItIsReady() throws Exception {
        fill(dir.resolve("journal"));
        Path config = Files.writeString(dir.resolve("weir.yaml"), """
                server: {drain-timeout: 1s}
                journal: {max-bytes: 32GiB, reserve-bytes: 0B}
                sinks: [{name: vendor, type: http, url: 'http://127.0.0.1:1', dialects: [personaclick]}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [vendor]}]
                """);

        // The state has not seen these events, as it has where a server took them in: it does so at this start.
        try (WeirProcess first = start(config, "without a state")) {
            first.stop();
        }
        try (WeirProcess afterStop = start(config, "after a stop")) {
            afterStop.kill();
        }
        try (WeirProcess afterKill = start(config, "after a kill")) {
            assertThat(afterKill.log()).doesNotContain("ERROR");
        }
    }

    private WeirProcess start(Path config, String how) throws Exception {
        long before = System.nanoTime();
        WeirProcess weir = WeirProcess.serve(config, dir, Map.of("WEIR_WARM_UP", ""));
        Web admin = new Web(weir.privateUri());
        Await.until("ready", () -> admin.get("/health/ready").statusCode() == 200);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        Measured.note(
                PendingStartIT.class,
                PENDING + " pending, start " + how + ": ready after " + millis + " ms, of processors "
                        + weir.processorTime().toMillis() + " ms");
        Scrape scrape = Scrape.of(admin.get("/metrics").body());
        assertThat(scrape.sum("weir_sink_pending", "sink=\"vendor\"")).isEqualTo(PENDING);
        return weir;
    }

    private static void fill(Path journalDir) throws IOException {
        FileJournalOptions options = FileJournalOptions.in(journalDir)
                .withDurability(Promise.OS)
                .withMaxBytes(32L << 30)
                .withReserveBytes(0);
        try (FileJournal journal = FileJournal.open(
                options, InstantSource.system(), System::nanoTime, new Random(1), new SimpleMeterRegistry())) {
            Journal.Ack noMatter = new Journal.Ack() {
                @Override
                public void onKept(long seq) {}

                @Override
                public void onFailed(Journal.Failure why) {}
            };
            for (int i = 0; i < PENDING; i++) {
                Envelope view = view(i);
                while (journal.append(view, noMatter) != Journal.Handover.TAKEN) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            Await.until("all is written", () -> journal.lastSeq() == PENDING);
        }
    }

    private static Envelope view(int number) {
        String device = "device" + number % DEVICES;
        String body = "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"" + device
                + "\",\"seance\":\"R5eQXkrKCf\",\"stream\":\"web\",\"items\":[{\"id\":\"" + number % 1000
                + "\"}],\"referer\":\"https://shop.example/product/1\"}";
        return new Envelope(
                "personaclick",
                "shop",
                EventType.VIEW,
                device,
                null,
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8)));
    }
}
