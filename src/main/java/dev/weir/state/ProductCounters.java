package dev.weir.state;

import dev.weir.dialect.Inquiry.OfCounts.Counts;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import java.io.IOException;

/**
 * How often each product was viewed, put into a cart and bought within the last quarter of an hour and the last day, by the
 * times at which the events were accepted. An event counts once for each of its lines, whatever their quantities; a
 * full-sync does not, as it tells again what was told before.
 *
 * <p>A product takes some 300 bytes, and 16 more for every minute of the last fifteen, and every quarter-hour of the last
 * day, in which something happened: 2.1 KB at most. Confined to one thread.
 */
final class ProductCounters {

    private static final int VIEW = 0;
    private static final int CART = 1;
    private static final int PURCHASE = 2;
    private static final long DAY_MILLIS = 86_400_000;

    private final OldestFirst<String, Product> products;
    private int generation;

    ProductCounters(StateOptions options, StateMetrics metrics) {
        products =
                new OldestFirst<>(options.maxProducts(), options.maxBytes(), DAY_MILLIS, metrics.evictions("products"));
        metrics.size("products", products::size);
    }

    ProductCounts counts(String section, String itemId, long nowMillis) {
        Product product = products.get(key(section, itemId));
        return product == null
                ? ProductCounts.NONE
                : new ProductCounts(sums(product.quarterHour, nowMillis), sums(product.day, nowMillis));
    }

    void apply(String section, Event event, long timeMillis) {
        if (event instanceof Event.View view) {
            count(section, view.item(), VIEW, timeMillis);
        } else if (event instanceof Event.Delta delta && delta.list() == ItemList.CART && delta.added()) {
            delta.items().forEach(item -> count(section, item, CART, timeMillis));
        } else if (event instanceof Event.Purchase purchase) {
            purchase.items().forEach(item -> count(section, item, PURCHASE, timeMillis));
        }
    }

    /** What is copied is not changed any longer: each product is copied at its next event, when it is changed anyway. */
    SnapshotPart copy() {
        generation++;
        OldestFirst.Copy<String, Product> copy = products.copy();
        return out -> {
            out.count(copy.keys().size());
            for (int i = 0; i < copy.keys().size(); i++) {
                Product product = copy.values().get(i);
                out.text(copy.keys().get(i));
                out.number(product.changedMillis);
                product.quarterHour.write(out);
                product.day.write(out);
            }
        };
    }

    void read(SnapshotInput in) throws IOException {
        int count = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            String key = in.text();
            long changedMillis = in.number();
            Tally quarterHour = Tally.read(Tally.Grain.QUARTER_HOUR, in);
            Tally day = Tally.read(Tally.Grain.DAY, in);
            products.put(key, new Product(quarterHour, day, changedMillis, generation));
        }
    }

    private void count(String section, Item item, int kind, long timeMillis) {
        String key = key(section, item.id());
        Product product = products.take(key);
        if (product == null) {
            product = new Product(
                    new Tally(Tally.Grain.QUARTER_HOUR), new Tally(Tally.Grain.DAY), timeMillis, generation);
        } else if (product.generation != generation) {
            product = new Product(product.quarterHour.copy(), product.day.copy(), timeMillis, generation);
        }
        product.quarterHour.add(timeMillis, kind);
        product.day.add(timeMillis, kind);
        product.changedMillis = timeMillis;
        products.put(key, product);
    }

    private static Counts sums(Tally tally, long nowMillis) {
        return new Counts(tally.sum(nowMillis, VIEW), tally.sum(nowMillis, CART), tally.sum(nowMillis, PURCHASE));
    }

    private static String key(String section, String itemId) {
        return section + "/" + itemId;
    }

    private static final class Product implements OldestFirst.Value {

        private static final int BASE_BYTES = 176;

        private final Tally quarterHour;
        private final Tally day;
        private final int generation;
        private long changedMillis;

        Product(Tally quarterHour, Tally day, long changedMillis, int generation) {
            this.quarterHour = quarterHour;
            this.day = day;
            this.changedMillis = changedMillis;
            this.generation = generation;
        }

        @Override
        public long changedMillis() {
            return changedMillis;
        }

        @Override
        public int bytes() {
            return BASE_BYTES + quarterHour.bytes() + day.bytes();
        }
    }
}
