package dev.weir.live;

import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of an event may be shown. This is the list: what has no place here is not taken out of the event at all.
 *
 * @param type what kind of event it is, or null if that could not be read
 * @param verdict as in the Weir-Verdicts header
 * @param seq its number in the journal, or 0 if it has none
 * @param device whom it is of, or null
 * @param session the session by our own account, or null
 * @param items the first of its products
 * @param itemsLeftOut how many more there are
 * @param order the shop's order number, or null
 * @param category the category's id, or null
 * @param goal the goal that was reached, or null
 * @param amount an order's total or a conversion's revenue, or null
 */
record SeenEvent(
        @Nullable EventType type,
        String verdict,
        long seq,
        @Nullable String device,
        @Nullable String session,
        List<SeenItem> items,
        int itemsLeftOut,
        @Nullable String order,
        @Nullable String category,
        @Nullable String goal,
        @Nullable BigDecimal amount) {

    static final int MAX_ITEMS = 10;

    /** One that could not be read, or of which nothing is known but its type. */
    static SeenEvent bare(
            @Nullable EventType type, String verdict, long seq, @Nullable String device, @Nullable String session) {
        return new SeenEvent(
                type,
                verdict,
                seq,
                PlainId.shown(device),
                PlainId.shown(session),
                List.of(),
                0,
                null,
                null,
                null,
                null);
    }

    static SeenEvent of(Event event, String verdict, long seq, @Nullable String device, @Nullable String session) {
        List<Item> items = items(event);
        List<SeenItem> seen = new ArrayList<>(Math.min(items.size(), MAX_ITEMS));
        for (int i = 0; i < items.size() && i < MAX_ITEMS; i++) {
            seen.add(SeenItem.of(items.get(i)));
        }
        return new SeenEvent(
                event.type(),
                verdict,
                seq,
                PlainId.shown(device),
                PlainId.shown(session),
                List.copyOf(seen),
                items.size() - seen.size(),
                event instanceof Event.Purchase purchase ? PlainId.shown(purchase.orderId()) : null,
                event instanceof Event.Category category ? PlainId.shown(category.categoryId()) : null,
                event instanceof Event.Conversion conversion ? PlainId.shown(conversion.goalId()) : null,
                amount(event));
    }

    private static List<Item> items(Event event) {
        if (event instanceof Event.View view) {
            return List.of(view.item());
        }
        if (event instanceof Event.Delta delta) {
            return delta.items();
        }
        if (event instanceof Event.FullSync sync) {
            return sync.items();
        }
        return event instanceof Event.Purchase purchase ? purchase.items() : List.of();
    }

    private static @Nullable BigDecimal amount(Event event) {
        if (event instanceof Event.Purchase purchase) {
            return purchase.total();
        }
        Long cents = event instanceof Event.Conversion conversion ? conversion.revenueCents() : null;
        return cents == null ? null : BigDecimal.valueOf(cents, 2);
    }

    /** A product: what it is, how many, and the price of one. */
    record SeenItem(
            @Nullable String id,
            @Nullable Integer quantity,
            @Nullable BigDecimal price) {

        static SeenItem of(Item item) {
            return new SeenItem(PlainId.shown(item.id()), item.quantity(), item.price());
        }
    }
}
