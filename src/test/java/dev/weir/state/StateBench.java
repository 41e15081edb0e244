package dev.weir.state;

import dev.weir.dialect.Ids;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.journal.JournalReader.Entry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * How long the keeper's thread is away while a full state is copied, how long it takes to be written and read again, and what
 * an entry, a claim and a session cost. Run its {@code main}; decoding is not part of it.
 */
final class StateBench {

    private static final int CARTS = 200_000;
    private static final int PRODUCTS = 100_000;
    private static final int EVENTS = 1_500_000;

    private StateBench() {}

    public static void main(String[] arguments) throws Exception {
        try (Scene scene = new Scene()) {
            StateOptions options = StateOptions.DEFAULT;
            StateKeeper.Setup setup = scene.setup(options);
            StateMetrics metrics = new StateMetrics(new SimpleMeterRegistry());
            StateModels models = StateModels.empty(setup, metrics);
            fill(scene, models);
            Path path = scene.dir.resolve("bench");
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                SnapshotPart copy = models.copy();
                long copied = System.nanoTime();
                long bytes = SnapshotFile.write(path, 1, copy);
                long written = System.nanoTime();
                SnapshotFile.read(path, 1, in -> StateModels.read(setup, metrics, in));
                long read = System.nanoTime();
                say("copy " + millis(copied - start) + " ms, write " + millis(written - copied) + " ms, "
                        + (bytes >> 20) + " MiB, read " + millis(read - written) + " ms");
            }
            Files.delete(path);
            claims(models.recentKeys());
            sessions(models.seenSessions());
        }
    }

    private static void fill(Scene scene, StateModels models) {
        Random random = new Random(1);
        long start = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            String device = "device-of-the-visitor-" + i % CARTS;
            String item = "product-" + random.nextInt(PRODUCTS);
            long time = Scene.START_MILLIS + i * 60L;
            scene.wall.set(time);
            Event event = i % 3 == 0 ? Scene.view(item) : Scene.put(item, 1);
            String key = i % 5 == 0 ? "a-key-of-sixty-four-characters-as-long-as-a-key-may-be-" + i : null;
            Envelope envelope = scene.envelope(Scene.SECTION, device, "session-" + i / 2, null, key, event);
            models.apply(new Entry.Kept(i + 1, time, envelope));
        }
        say("filled: " + (System.nanoTime() - start) / EVENTS + " ns an entry");
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        say("heap " + (runtime.totalMemory() - runtime.freeMemory() >> 20) + " MiB");
    }

    private static void claims(RecentKeys keys) {
        RecentKeys.Waiter waiter = new RecentKeys.Waiter() {
            @Override
            public void onKept(Ids ids) {}

            @Override
            public void onAbandoned() {}
        };
        String[] texts = new String[200_000];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "claimed-" + i;
        }
        Ids ids = new Ids("did", "sid");
        long start = System.nanoTime();
        for (String text : texts) {
            keys.tryClaim(text, waiter);
            keys.settle(text, ids);
        }
        say("claim and settle " + (System.nanoTime() - start) / texts.length + " ns");
    }

    private static void sessions(SeenSessions seen) {
        String[] texts = new String[100_000];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "a-session-of-22-bytes-" + i;
        }
        for (int round = 0; round < 10; round++) {
            long start = System.nanoTime();
            for (String text : texts) {
                seen.see(Scene.SECTION, text);
            }
            say("see " + (System.nanoTime() - start) / texts.length + " ns");
        }
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
