package dev.weir.relay.simulation;

import dev.weir.event.EventType;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A few visitors of two sections who do anything in any order, mostly within moments. */
final class Story implements Traffic {

    private static final int VISITORS = 8;

    private final EventLog log;
    private final SplittableRandom random;
    private int left;
    private long next;

    Story(EventLog log, long seed) {
        this.log = log;
        this.random = new SplittableRandom(seed);
        this.left = 20 + random.nextInt(130);
        for (int i = 0; i < VISITORS; i++) {
            String device = i == 0 ? Refusals.DISLIKED : "d" + i;
            log.enrol(new Visitor(i % 3 == 0 ? "north" : "south", device));
        }
    }

    @Override
    public long next() {
        return left == 0 ? Timeline.NEVER : next;
    }

    @Override
    public void emit() {
        int visitor = random.nextInt(1 + random.nextInt(VISITORS));
        int product = random.nextInt(15) == 0 ? Refusals.UNKNOWN_PRODUCT : random.nextInt(6);
        byte[] one = Goods.one(product);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> log.append(next, visitor, EventType.CART_SYNC, list());
            case 3 -> log.append(next, visitor, EventType.CART_SYNC, Goods.of(Map.of()));
            case 4 -> log.append(next, visitor, EventType.WISH_SYNC, list());
            case 5 -> log.append(next, visitor, EventType.CART_ADD, one);
            case 6 -> log.append(next, visitor, EventType.CART_REMOVE, one);
            case 7 -> log.append(next, visitor, EventType.WISH_ADD, one);
            case 8 -> log.append(next, visitor, EventType.WISH_REMOVE, one);
            case 9 -> log.append(next, visitor, EventType.PURCHASE, one);
            default -> log.append(next, visitor, EventType.VIEW, one);
        }
        boolean isPause = random.nextInt(20) == 0;
        next += random.nextLong((isPause ? 3000 : 200) * Timeline.MILLI);
        left--;
    }

    private byte[] list() {
        Map<String, Integer> list = new TreeMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            list.put("p" + random.nextInt(6), 1 + random.nextInt(3));
        }
        return Goods.of(list);
    }
}
