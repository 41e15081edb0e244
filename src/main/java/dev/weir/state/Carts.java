package dev.weir.state;

import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.state.CartChange.Kind;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The carts of devices, per section. A delta adds to a line or takes from it, a full-sync replaces all, a purchase takes the
 * lines it bought. A full-sync of nothing that names a visitor and no device clears the carts of the {@link KnownDevices}.
 * Confined to one thread.
 */
final class Carts {

    private final OldestFirst<String, Cart> carts;
    private final KnownDevices knownDevices;
    private final int maxItems;
    private final StateMetrics.Evictions lineEvictions;
    /** Null where there are no other nodes. */
    private volatile @Nullable SharedCarts shared;

    Carts(StateOptions options, KnownDevices knownDevices, StateMetrics metrics) {
        this.knownDevices = knownDevices;
        this.maxItems = options.maxCartItems();
        this.lineEvictions = metrics.evictions("cart-lines");
        this.carts = new OldestFirst<>(
                options.maxCarts(), options.maxBytes(), options.cartAge().toMillis(), metrics.evictions("carts"));
        metrics.size("carts", carts::size);
    }

    /** From now on other nodes are told of each change. Safe for any thread. */
    void share(SharedCarts others) {
        shared = others;
    }

    /** In the order of being put in; empty when nothing is known. */
    List<Item> items(String section, String deviceId, long nowMillis) {
        Cart cart = carts.get(key(section, deviceId));
        return cart == null || carts.isAged(cart, nowMillis) ? List.of() : cart.items();
    }

    void apply(String section, @Nullable String device, Event event, long timeMillis) {
        if (device == null) {
            if (event instanceof Event.FullSync sync
                    && isOfCart(sync.list())
                    && sync.items().isEmpty()) {
                clear(section, sync.context().identifiers(), timeMillis);
            }
            return;
        }
        String key = key(section, device);
        if (event instanceof Event.Delta delta && isOfCart(delta.list())) {
            Map<String, Integer> lines = lines(key, timeMillis);
            delta.items().forEach(delta.added() ? item -> add(lines, item) : item -> takeOff(lines, item));
            put(key, lines, timeMillis);
            tell(section, device, delta.added() ? Kind.ADD : Kind.TAKE, delta.items(), lines);
        } else if (event instanceof Event.FullSync sync && isOfCart(sync.list())) {
            Map<String, Integer> lines = new LinkedHashMap<>();
            sync.items().forEach(item -> add(lines, item));
            put(key, lines, timeMillis);
            tell(section, device, Kind.SYNC, sync.items(), lines);
        } else if (event instanceof Event.Purchase purchase) {
            Map<String, Integer> lines = lines(key, timeMillis);
            purchase.items().forEach(item -> lines.remove(item.id()));
            put(key, lines, timeMillis);
            tell(section, device, Kind.BUY, purchase.items(), lines);
        }
    }

    /** Forgets devices' carts. Returns how many there were. */
    long erase(String section, Set<String> devices) {
        long erased = 0;
        for (String device : devices) {
            erased += carts.take(key(section, device)) == null ? 0 : 1;
        }
        return erased;
    }

    SnapshotPart copy() {
        OldestFirst.Copy<String, Cart> copy = carts.copy();
        return out -> {
            out.count(copy.keys().size());
            for (int i = 0; i < copy.keys().size(); i++) {
                out.text(copy.keys().get(i));
                copy.values().get(i).write(out);
            }
        };
    }

    void read(SnapshotInput in) throws IOException {
        int count = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            carts.put(in.text(), Cart.read(in));
        }
    }

    private void clear(String section, Map<String, String> identifiers, long nowMillis) {
        for (Map.Entry<String, String> identifier : identifiers.entrySet()) {
            for (String device : knownDevices.of(section, identifier.getKey(), identifier.getValue(), nowMillis)) {
                carts.take(key(section, device));
                tell(section, device, Kind.SYNC, List.of(), Map.of());
            }
        }
    }

    private void tell(String section, String device, Kind kind, List<Item> items, Map<String, Integer> result) {
        SharedCarts others = shared;
        if (others == null) {
            return;
        }
        Map<String, Integer> lines = kind == Kind.SYNC ? result : new LinkedHashMap<>();
        if (kind != Kind.SYNC) {
            int otherwise = kind == Kind.TAKE ? Cart.MAX_QUANTITY : 1;
            items.forEach(item ->
                    lines.merge(item.id(), clamp(quantity(item, otherwise)), (one, other) -> clamp(one + other)));
        }
        others.change(section, device, new CartChange(kind, lines, result));
    }

    private Map<String, Integer> lines(String key, long nowMillis) {
        Cart cart = carts.get(key);
        return cart == null || carts.isAged(cart, nowMillis) ? new LinkedHashMap<>() : cart.lines();
    }

    private void put(String key, Map<String, Integer> lines, long timeMillis) {
        if (lines.isEmpty()) {
            carts.take(key);
            return;
        }
        for (Iterator<String> oldest = lines.keySet().iterator(); lines.size() > maxItems; ) {
            oldest.next();
            oldest.remove();
            lineEvictions.onFull(1);
        }
        carts.put(key, Cart.of(lines, timeMillis));
    }

    private static void add(Map<String, Integer> lines, Item item) {
        int there = lines.getOrDefault(item.id(), 0);
        lines.put(item.id(), clamp(there + clamp(quantity(item, 1))));
    }

    private static void takeOff(Map<String, Integer> lines, Item item) {
        int left = lines.getOrDefault(item.id(), 0) - clamp(quantity(item, Cart.MAX_QUANTITY));
        if (left > 0) {
            lines.put(item.id(), left);
        } else {
            lines.remove(item.id());
        }
    }

    private static int quantity(Item item, int otherwise) {
        @Nullable Integer quantity = item.quantity();
        return quantity == null ? otherwise : quantity;
    }

    private static int clamp(int quantity) {
        return Math.max(1, Math.min(Cart.MAX_QUANTITY, quantity));
    }

    private static boolean isOfCart(ItemList list) {
        return list == ItemList.CART;
    }

    /** One string, as strings alone keep a map fast when their hashes collide; a section's name holds no slash. */
    private static String key(String section, String deviceId) {
        return section + "/" + deviceId;
    }
}
