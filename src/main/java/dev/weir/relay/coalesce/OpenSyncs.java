package dev.weir.relay.coalesce;

import dev.weir.event.ItemList;
import org.jspecify.annotations.Nullable;

/**
 * Of one device, the latest full-sync of each list that has not gone out yet and may be replaced by a later one. Confined to one
 * thread.
 *
 * @param <S> a full-sync on its way
 */
public final class OpenSyncs<S> {

    private @Nullable S cart;
    private @Nullable S wish;

    /** This one is the latest now. Returns the one that was, or null. */
    public @Nullable S replace(ItemList list, S latest) {
        S earlier = at(list);
        put(list, latest);
        return earlier;
    }

    /** What is open of this list can be replaced no longer. Returns it, or null. */
    public @Nullable S close(ItemList list) {
        S open = at(list);
        put(list, null);
        return open;
    }

    /** This one goes out, or is owed no longer. */
    public void close(S sync) {
        if (cart == sync) {
            cart = null;
        } else if (wish == sync) {
            wish = null;
        }
    }

    private @Nullable S at(ItemList list) {
        return list == ItemList.CART ? cart : wish;
    }

    private void put(ItemList list, @Nullable S sync) {
        if (list == ItemList.CART) {
            cart = sync;
        } else {
            wish = sync;
        }
    }
}
