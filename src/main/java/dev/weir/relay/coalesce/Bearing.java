package dev.weir.relay.coalesce;

import dev.weir.event.EventType;
import dev.weir.event.ItemList;
import org.jspecify.annotations.Nullable;

/** How an event bears on the full-syncs of its device. */
public enum Bearing {
    /** It has nothing to do with them, and keeps its place among them. */
    NONE(null),
    CART_SYNC(ItemList.CART),
    WISH_SYNC(ItemList.WISH),
    /** A full-sync without items: replaces earlier ones, and waits for none. */
    CART_CLEAR(ItemList.CART),
    WISH_CLEAR(ItemList.WISH),
    /**
     * Changes a part of the list. What was synced before must be there first, and a later full-sync does not make that
     * unnecessary: if the vendor refused the later one, the list would lack what it was before the change.
     */
    CART_DELTA(ItemList.CART),
    WISH_DELTA(ItemList.WISH),
    /** A purchase is made of what is in the cart: nothing may wait behind it. */
    PURCHASE(null);

    private final @Nullable ItemList list;

    Bearing(@Nullable ItemList list) {
        this.list = list;
    }

    /**
     * What an event of this type means for full-syncs.
     *
     * @param isEmpty of a full-sync, whether it has no items; of others it is not looked at
     */
    public static Bearing of(EventType type, boolean isEmpty) {
        return switch (type) {
            case CART_SYNC -> isEmpty ? CART_CLEAR : CART_SYNC;
            case WISH_SYNC -> isEmpty ? WISH_CLEAR : WISH_SYNC;
            case CART_ADD, CART_REMOVE -> CART_DELTA;
            case WISH_ADD, WISH_REMOVE -> WISH_DELTA;
            case PURCHASE -> PURCHASE;
            default -> NONE;
        };
    }

    /** Whether it overwrites the whole list. */
    public boolean isFullSync() {
        return this == CART_SYNC || this == WISH_SYNC || isClear();
    }

    public boolean isClear() {
        return this == CART_CLEAR || this == WISH_CLEAR;
    }

    /** The list that it concerns, or null for none or both. */
    public @Nullable ItemList list() {
        return list;
    }
}
