package dev.weir.relay.simulation;

import dev.weir.event.EventType;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The visitors of one section: they look at products, categories and search results, put things into lists, and buy. A cart
 * page sends the whole cart at every change, and a visitor makes several of these within seconds. However many pages are
 * open, as many events come in all as the rate says.
 */
final class Shop implements Traffic {

    private static final int MAX_GOODS = 8;
    private static final int MAX_QUANTITY = 9;
    private static final int MIN_CHANGES = 3;
    private static final int MAX_CHANGES = 8;
    private static final long MIN_GAP = 300 * Timeline.MILLI;
    private static final long MAX_GAP = 1500 * Timeline.MILLI;

    private final EventLog log;
    private final Rate rate;
    private final Popularity popularity;
    private final int firstVisitor;
    private final SplittableRandom random;
    private final PriorityQueue<CartPage> pages = new PriorityQueue<>(Comparator.comparingLong(CartPage::nanos));
    private long next;

    Shop(EventLog log, String section, int visitors, Rate rate, long seed) {
        this.log = log;
        this.rate = rate;
        this.popularity = new Popularity(visitors);
        this.random = new SplittableRandom(seed);
        this.firstVisitor = log.visitors().size();
        for (int i = 0; i < visitors; i++) {
            log.enrol(new Visitor(section, "d" + i));
        }
        next = rate.next(0, random);
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public void emit() {
        CartPage page = pages.peek();
        if (page != null && page.nanos <= next) {
            pages.remove();
            change(page.visitor, page.changes);
        } else {
            begin(firstVisitor + popularity.next(random));
        }
        next = rate.next(next, random);
    }

    private void begin(int visitor) {
        int dice = random.nextInt(1000);
        if (dice < 600) {
            append(visitor, EventType.VIEW, product());
        } else if (dice < 770) {
            append(visitor, EventType.CATEGORY, product());
        } else if (dice < 850) {
            append(visitor, EventType.SEARCH, product());
        } else if (dice < 910) {
            append(visitor, dice < 890 ? EventType.CART_ADD : EventType.CART_REMOVE, product());
        } else if (dice < 935) {
            append(visitor, dice < 925 ? EventType.WISH_ADD : EventType.WISH_REMOVE, product());
        } else if (dice < 950) {
            append(visitor, EventType.WISH_SYNC, Goods.of(changed(lists(visitor).wish())));
        } else if (dice < 990) {
            change(visitor, MIN_CHANGES + random.nextInt(MAX_CHANGES - MIN_CHANGES + 1));
        } else {
            append(visitor, EventType.PURCHASE, product());
        }
    }

    /** The cart changes; as many changes as are left follow, and sometimes a purchase after the last. */
    private void change(int visitor, int changes) {
        if (changes > 0) {
            append(visitor, EventType.CART_SYNC, Goods.of(changed(lists(visitor).cart())));
            pages.add(new CartPage(next + random.nextLong(MIN_GAP, MAX_GAP), visitor, changes - 1));
        } else {
            append(visitor, random.nextInt(4) == 0 ? EventType.PURCHASE : EventType.VIEW, product());
        }
    }

    private Map<String, Integer> changed(Map<String, Integer> list) {
        Map<String, Integer> changed = new TreeMap<>(list);
        if (changed.size() >= MAX_GOODS) {
            changed.keySet().removeIf(product -> random.nextBoolean());
        }
        changed.put("p" + random.nextInt(1000), 1 + random.nextInt(MAX_QUANTITY));
        return changed;
    }

    private byte[] product() {
        return Goods.one(random.nextInt(1000));
    }

    private Lists lists(int visitor) {
        return log.visitor(visitor).lists;
    }

    private void append(int visitor, EventType type, byte[] body) {
        log.append(next, visitor, type, body);
    }

    /** When an open cart page sends again, and how many changes are still to come. */
    private record CartPage(long nanos, int visitor, int changes) {}
}
