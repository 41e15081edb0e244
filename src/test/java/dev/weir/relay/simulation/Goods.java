package dev.weir.relay.simulation;

import dev.weir.event.Item;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Products and how many of each, as the bytes of a body: {@code p1*2 p7*1}. */
final class Goods {

    private static final int PRODUCTS = 1000;
    private static final byte[][] SINGLE = new byte[PRODUCTS][];

    static {
        for (int i = 0; i < PRODUCTS; i++) {
            SINGLE[i] = ("p" + i + "*1").getBytes(StandardCharsets.UTF_8);
        }
    }

    private Goods() {}

    /** One piece of a product. The array is shared. */
    static byte[] one(int product) {
        return SINGLE[product % PRODUCTS];
    }

    static byte[] of(Map<String, Integer> list) {
        StringBuilder text = new StringBuilder();
        list.forEach((product, quantity) -> text.append(text.isEmpty() ? "" : " ")
                .append(product)
                .append('*')
                .append(quantity));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static List<Item> read(byte[] body) {
        List<Item> items = new ArrayList<>();
        String text = new String(body, StandardCharsets.UTF_8);
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf(' ', at);
            end = end < 0 ? text.length() : end;
            int star = text.indexOf('*', at);
            int quantity = Integer.parseInt(text, star + 1, end, 10);
            items.add(new Item(text.substring(at, star), quantity, null, null));
            at = end + 1;
        }
        return items;
    }
}
