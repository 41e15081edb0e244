package dev.weir.relay.simulation;

import dev.weir.event.Context;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.relay.fake.FakeDialect;
import java.util.List;
import java.util.Map;

/** The wire API of the model vendors: the envelope's type says what it is, the body which {@link Goods}. */
final class ShopDialect extends FakeDialect {

    @Override
    public Event decode(Envelope envelope) {
        List<Item> items = Goods.read(envelope.beacon().body());
        return switch (envelope.type()) {
            case CART_SYNC -> new Event.FullSync(Context.EMPTY, ItemList.CART, items);
            case WISH_SYNC -> new Event.FullSync(Context.EMPTY, ItemList.WISH, items);
            case CART_ADD -> new Event.Delta(Context.EMPTY, ItemList.CART, true, items);
            case CART_REMOVE -> new Event.Delta(Context.EMPTY, ItemList.CART, false, items);
            case WISH_ADD -> new Event.Delta(Context.EMPTY, ItemList.WISH, true, items);
            case WISH_REMOVE -> new Event.Delta(Context.EMPTY, ItemList.WISH, false, items);
            case PURCHASE -> new Event.Purchase(Context.EMPTY, null, null, items, Map.of());
            case CATEGORY -> new Event.Category(Context.EMPTY, items.get(0).id());
            case SEARCH -> new Event.Search(Context.EMPTY, items.get(0).id(), null);
            default -> new Event.View(Context.EMPTY, items.get(0));
        };
    }
}
