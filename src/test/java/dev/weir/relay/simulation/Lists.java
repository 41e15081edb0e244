package dev.weir.relay.simulation;

import dev.weir.event.EventType;
import dev.weir.event.Item;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cart and the wish list of one visitor, as a vendor would keep them: a full-sync overwrites (one of nothing clears), a
 * delta adds or removes, a purchase empties the cart.
 */
final class Lists {

    private final Map<String, Integer> cart = new TreeMap<>();
    private final Map<String, Integer> wish = new TreeMap<>();

    Map<String, Integer> cart() {
        return cart;
    }

    Map<String, Integer> wish() {
        return wish;
    }

    /** Whether events of this type change a list at all. */
    static boolean areChangedBy(EventType type) {
        return switch (type) {
            case CART_SYNC, WISH_SYNC, CART_ADD, WISH_ADD, CART_REMOVE, WISH_REMOVE, PURCHASE -> true;
            default -> false;
        };
    }

    static boolean isFullSync(EventType type) {
        return type == EventType.CART_SYNC || type == EventType.WISH_SYNC;
    }

    void apply(EventType type, List<Item> items) {
        switch (type) {
            case CART_SYNC -> overwrite(cart, items);
            case WISH_SYNC -> overwrite(wish, items);
            case CART_ADD -> add(cart, items);
            case WISH_ADD -> add(wish, items);
            case CART_REMOVE -> items.forEach(item -> cart.remove(item.id()));
            case WISH_REMOVE -> items.forEach(item -> wish.remove(item.id()));
            case PURCHASE -> cart.clear();
            default -> {}
        }
    }

    private static void overwrite(Map<String, Integer> list, List<Item> items) {
        list.clear();
        add(list, items);
    }

    private static void add(Map<String, Integer> list, List<Item> items) {
        items.forEach(item -> list.merge(item.id(), item.quantity() == null ? 1 : item.quantity(), Integer::sum));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lists lists && cart.equals(lists.cart) && wish.equals(lists.wish);
    }

    @Override
    public int hashCode() {
        return 31 * cart.hashCode() + wish.hashCode();
    }

    @Override
    public String toString() {
        return "cart " + cart + " wish " + wish;
    }
}
