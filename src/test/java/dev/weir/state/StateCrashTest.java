package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Ids;
import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Models that crash and come back, beside models that never do, over the same journal. */
class StateCrashTest {

    private static final int NAMES = 8;

    /** So small that everything is evicted all the time. */
    private static final StateOptions SMALL = StateOptions.DEFAULT
            .withCarts(4, 3, Duration.ofHours(2))
            .withProducts(4)
            .withKeys(5, Duration.ofHours(1))
            .withSessions(6, Duration.ofHours(3));

    @Property(tries = 100)
    void whoCrashedKnowsWhatWhoNeverDidKnows(@ForAll long seed) {
        Random random = new Random(seed);
        try (Scene scene = new Scene()) {
            Life steady = new Life(scene);
            Life mortal = new Life(scene);
            mortal.begin();
            steady.begin();
            for (int i = 0; i < 150; i++) {
                scene.wall.addAndGet(random.nextLong(Duration.ofMinutes(5).toMillis()));
                happensSomething(scene, random);
                switch (random.nextInt(12)) {
                    case 0 -> mortal.saves();
                    case 1 -> mortal.begin();
                    case 2, 3, 4, 5 -> mortal.catchesUp();
                    default -> {}
                }
                steady.catchesUp();
            }
            mortal.begin();

            assertThat(mortal.knowledge(scene)).isEqualTo(steady.knowledge(scene));
        }
    }

    private static void happensSomething(Scene scene, Random random) {
        if (random.nextInt(30) == 0) {
            scene.journal.addDamaged(1 + random.nextInt(3));
            return;
        }
        String device = random.nextInt(10) == 0 ? null : "d" + random.nextInt(NAMES);
        String key = random.nextBoolean() ? null : "k" + random.nextInt(NAMES);
        String session = "s" + random.nextInt(NAMES);
        scene.journal.add(
                scene.wall.get(), scene.envelope(Scene.SECTION, device, session, "c" + session, key, event(random)));
    }

    private static Event event(Random random) {
        Context context = Scene.known(random.nextInt(3) > 0 ? Map.of() : Map.of("email", "e" + random.nextInt(3)));
        List<Item> items = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            items.add(Scene.item("i" + random.nextInt(NAMES), 1 + random.nextInt(3)));
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Event.FullSync(context, ItemList.CART, items);
            case 1 -> new Event.Purchase(context, null, null, items, Map.of());
            case 2 -> new Event.View(context, Item.of("i" + random.nextInt(NAMES)));
            case 3 -> Scene.conversion();
            default -> new Event.Delta(context, ItemList.CART, random.nextInt(4) > 0, items);
        };
    }

    /** One process after another over one folder. */
    private static final class Life {

        private final Scene scene;
        private final StateKeeper.Setup setup;
        private final StateMetrics metrics = new StateMetrics(new SimpleMeterRegistry());
        private SnapshotFolder folder;
        private StateModels models;
        private JournalReader reader;

        Life(Scene scene) {
            this.scene = scene;
            this.setup = scene.setup(SMALL);
        }

        void begin() {
            try {
                folder = SnapshotFolder.open(scene.dir);
                models = StateModels.empty(setup, metrics);
                folder.load(scene.journal.lastSeq(), in -> models = StateModels.read(setup, metrics, in));
                reader = scene.journal.reader(models.appliedSeq() + 1);
                catchesUp();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void catchesUp() {
            for (Entry entry = reader.poll(); entry != null; entry = reader.poll()) {
                models.apply(entry);
            }
        }

        void saves() {
            try {
                folder.save(models.appliedSeq(), models.copy());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** As text, with whatever can be asked. */
        List<String> knowledge(Scene scene) {
            List<String> known = new ArrayList<>();
            known.add("applied " + models.appliedSeq());
            for (int i = 0; i < NAMES; i++) {
                known.add("cart " + i + models.cart(Scene.SECTION, "d" + i));
                known.add("counts " + i + models.counts(Scene.SECTION, "i" + i));
                known.add("seen " + i + models.seenSessions().hasSeen(Scene.SECTION, "s" + i));
                known.add("seen client's " + i + models.seenSessions().hasSeen(Scene.SECTION, "cs" + i));
                known.add("key " + i + key("k" + i));
            }
            for (int i = 0; i < 3; i++) {
                Event clear = Scene.clear(Map.of("email", "e" + i));
                models.apply(new Entry.Kept(
                        models.appliedSeq() + 1,
                        scene.wall.get(),
                        scene.envelope(Scene.SECTION, null, null, null, null, clear)));
                for (int d = 0; d < NAMES; d++) {
                    known.add("cart " + d + models.cart(Scene.SECTION, "d" + d).isEmpty());
                }
            }
            return known;
        }

        private String key(String key) {
            String[] told = {""};
            Object turn = models.recentKeys().tryClaim(key, new RecentKeys.Waiter() {
                @Override
                public void onKept(Ids ids) {
                    told[0] = ids.toString();
                }

                @Override
                public void onAbandoned() {
                    told[0] = "abandoned";
                }
            });
            return turn + told[0];
        }
    }
}
