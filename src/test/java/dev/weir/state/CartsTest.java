package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CartsTest {

    private static final StateOptions SMALL = StateOptions.DEFAULT.withCarts(3, 4, Duration.ofMinutes(10));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StateMetrics metrics = new StateMetrics(meters);

    @Property(tries = 300)
    void cartsAreWhatAListOfListsWouldHave(@ForAll long seed) {
        Random random = new Random(seed);
        Shop shop = new Shop(SMALL, metrics);
        Naive naive = new Naive();
        long now = Scene.START_MILLIS;

        for (int i = 0; i < 200; i++) {
            now += random.nextInt(90_000);
            String device = random.nextInt(20) == 0 ? null : "d" + random.nextInt(5);
            Event event = random(random);
            shop.happens(device, event, now);
            naive.happens(device, event, now);
            for (int d = 0; d < 5; d++) {
                assertThat(shop.cart("d" + d, now)).isEqualTo(naive.cart("d" + d, now));
            }
        }
    }

    @Example
    void quantitiesAddUpToAThousandAtMost() {
        Shop shop = new Shop(StateOptions.DEFAULT, metrics);
        shop.happens("d", Scene.put("a", 999), 1);

        shop.happens("d", Scene.put("a", 999), 2);

        assertThat(shop.cart("d", 2)).containsExactly(Scene.item("a", 1000));
    }

    @Example
    void aClearByEmailInAnyCaseReachesEveryKnownDevice() {
        Shop shop = new Shop(StateOptions.DEFAULT, metrics);
        Context ann = Scene.known(Map.of("email", "Ann@shop.example"));
        for (String device : List.of("phone", "laptop", "other")) {
            shop.happens(device, Scene.put("a", 1), 1);
        }
        shop.happens("phone", new Event.View(ann, Item.of("a")), 2);
        shop.happens("laptop", new Event.View(ann, Item.of("a")), 3);

        shop.happens(null, Scene.clear(Map.of("email", " ann@SHOP.example")), 4);

        assertThat(shop.cart("phone", 4)).isEmpty();
        assertThat(shop.cart("laptop", 4)).isEmpty();
        assertThat(shop.cart("other", 4)).containsExactly(Scene.item("a", 1));
    }

    @Example
    void aClearOfAnotherKindOfNameClearsNothing() {
        Shop shop = new Shop(StateOptions.DEFAULT, metrics);
        shop.happens("d", new Event.View(Scene.known(Map.of("phone", "123")), Item.of("a")), 1);
        shop.happens("d", Scene.put("a", 1), 1);

        shop.happens(null, Scene.clear(Map.of("loyalty_id", "123")), 2);

        assertThat(shop.cart("d", 2)).hasSize(1);
    }

    @Example
    void sectionsDoNotSeeEachOther() {
        Shop shop = new Shop(StateOptions.DEFAULT, metrics);

        shop.happens("d", Scene.put("a", 1), 1);

        assertThat(shop.carts.items("other", "d", 1)).isEmpty();
    }

    @Example
    void theWishListIsNoCart() {
        Shop shop = new Shop(StateOptions.DEFAULT, metrics);

        shop.happens("d", new Event.FullSync(Context.EMPTY, ItemList.WISH, List.of(Item.of("a"))), 1);
        shop.happens("d", new Event.Delta(Context.EMPTY, ItemList.WISH, true, List.of(Item.of("a"))), 1);

        assertThat(shop.cart("d", 1)).isEmpty();
    }

    @Example
    void memoryIsBoundedWhateverTheIdsLength() {
        StateOptions options = StateOptions.DEFAULT;
        StateOptions tight = new StateOptions(
                1000,
                200,
                options.cartAge(),
                1000,
                10_000,
                1,
                options.keyWindow(),
                1,
                2,
                options.sessionAge(),
                1,
                options.answerWithin(),
                1,
                options.snapshotWithin());
        Shop shop = new Shop(tight, metrics);

        for (int i = 0; i < 100; i++) {
            shop.happens("d" + i, Scene.put("x".repeat(255), 1), i);
        }

        assertThat(meters.get("weir.state.size").tag("model", "carts").gauge().value())
                .isBetween(15.0, 22.0);
        assertThat(shop.cart("d99", 100)).hasSize(1);
    }

    @Example
    void whatGoesForWantOfRoomIsCountedOnce() {
        Shop shop = new Shop(SMALL, metrics);

        for (int i = 0; i < 5; i++) {
            shop.happens("d" + i, Scene.put("a", 1), i);
        }

        assertThat(meters.get("weir.state.evicted")
                        .tags("model", "carts", "reason", "full")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    private static Event random(Random random) {
        Context context =
                random.nextInt(4) == 0 ? Scene.known(Map.of("phone", "p" + random.nextInt(3))) : Context.EMPTY;
        List<Item> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Integer quantity = random.nextBoolean() ? null : 1 + random.nextInt(1000);
            items.add(Scene.item("i" + random.nextInt(7), quantity));
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Event.FullSync(context, ItemList.CART, random.nextBoolean() ? List.of() : items);
            case 1 -> new Event.Purchase(context, null, null, items, Map.of());
            case 2 -> new Event.Delta(context, ItemList.CART, false, items);
            case 3 -> new Event.View(context, Item.of("i1"));
            default -> new Event.Delta(context, ItemList.CART, true, items);
        };
    }

    /** The models under test, fed as {@link StateModels} does. */
    private static final class Shop {

        private final KnownDevices knownDevices;
        private final Carts carts;

        Shop(StateOptions options, StateMetrics metrics) {
            knownDevices = new KnownDevices(options, new KeyedHash(1, 2), metrics);
            carts = new Carts(options, knownDevices, metrics);
        }

        void happens(String device, Event event, long timeMillis) {
            if (device != null) {
                knownDevices.learn(Scene.SECTION, device, event.context().identifiers(), timeMillis);
            }
            carts.apply(Scene.SECTION, device, event, timeMillis);
        }

        List<Item> cart(String device, long nowMillis) {
            return carts.items(Scene.SECTION, device, nowMillis);
        }
    }

    /** The same, as plainly as can be. */
    private static final class Naive {

        private final List<NaiveCart> carts = new ArrayList<>();
        private final Map<String, NaiveName> names = new HashMap<>();

        void happens(String device, Event event, long now) {
            if (device == null) {
                if (event instanceof Event.FullSync sync && sync.items().isEmpty()) {
                    event.context()
                            .identifiers()
                            .values()
                            .forEach(name -> devices(name, now).forEach(this::forget));
                }
                return;
            }
            event.context().identifiers().values().forEach(name -> {
                List<String> devices = new ArrayList<>(devices(name, now));
                devices.add(device);
                names.put(name, new NaiveName(devices, now));
            });
            if (event instanceof Event.View) {
                return;
            }
            List<Item> lines = new ArrayList<>(cart(device, now));
            if (event instanceof Event.FullSync sync) {
                lines.clear();
                sync.items().forEach(item -> change(lines, item, quantity(item, 1)));
            } else if (event instanceof Event.Purchase purchase) {
                purchase.items().forEach(item -> change(lines, item, -1000));
            } else if (event instanceof Event.Delta delta) {
                delta.items()
                        .forEach(
                                item -> change(lines, item, delta.added() ? quantity(item, 1) : -quantity(item, 1000)));
            }
            forget(device);
            while (lines.size() > SMALL.maxCartItems()) {
                lines.remove(0);
            }
            if (!lines.isEmpty()) {
                carts.add(new NaiveCart(device, lines, now));
            }
            if (carts.size() > SMALL.maxCarts()) {
                carts.remove(0);
            }
        }

        List<Item> cart(String device, long now) {
            return carts.stream()
                    .filter(cart -> cart.device.equals(device))
                    .filter(cart -> now - cart.changed < SMALL.cartAge().toMillis())
                    .map(NaiveCart::lines)
                    .findAny()
                    .orElse(List.of());
        }

        private List<String> devices(String name, long now) {
            NaiveName known = names.get(name);
            boolean isOver =
                    known == null || now - known.changed >= SMALL.cartAge().toMillis();
            return isOver ? List.of() : known.devices;
        }

        private void forget(String device) {
            carts.removeIf(cart -> cart.device.equals(device));
        }

        private static int quantity(Item item, int otherwise) {
            return item.quantity() == null ? otherwise : item.quantity();
        }

        private static void change(List<Item> lines, Item item, int by) {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).id().equals(item.id())) {
                    int quantity = Math.min(1000, lines.get(i).quantity() + by);
                    if (quantity > 0) {
                        lines.set(i, Scene.item(item.id(), quantity));
                    } else {
                        lines.remove(i);
                    }
                    return;
                }
            }
            if (by > 0) {
                lines.add(Scene.item(item.id(), Math.min(1000, by)));
            }
        }

        private record NaiveName(List<String> devices, long changed) {}

        private record NaiveCart(String device, List<Item> lines, long changed) {}
    }
}
