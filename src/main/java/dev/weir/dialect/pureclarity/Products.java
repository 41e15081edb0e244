package dev.weir.dialect.pureclarity;

import dev.weir.dialect.wire.ItemFields;
import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.Item;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The products of a basket or an order: an array of objects, or, in an order between servers, the keys {@code id1}, {@code
 * qty1}, {@code unitprice1}, {@code refid1}, {@code id2} and so on, in the order of the numbers, which may have gaps. A
 * product without an id of 1 to 255 characters is dropped. {@code children}, the parts of a bundle, have no place in our
 * model: they stay in the beacon. Confined to one thread.
 */
final class Products {

    private static final int MAX_DIGITS = 9;

    private final List<Product> all = new ArrayList<>(4);

    /** Reads the array that the reader stands on. */
    static Products read(JsonReader json) throws RejectedException {
        Products products = new Products();
        while (json.nextElement()) {
            Product product = products.insert(products.all.size(), products.all.size());
            if (!json.isObject()) {
                json.skip();
                continue;
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (!product.take(name, json)) {
                    json.skip();
                }
            }
        }
        return products;
    }

    /**
     * Takes the value that the reader stands on, if its name is that of a field and a number.
     *
     * @return whether it was, and the value has been taken
     */
    boolean takeNumbered(String name, JsonReader json) throws RejectedException {
        int digits = name.length();
        while (digits > 0 && isDigit(name.charAt(digits - 1))) {
            digits--;
        }
        int length = name.length() - digits;
        if (length == 0 || length > MAX_DIGITS || (length > 1 && name.charAt(digits) == '0')) {
            return false;
        }
        String field = name.substring(0, digits);
        return Product.isField(field)
                && numbered(Integer.parseInt(name, digits, name.length(), 10)).take(field, json);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Those that have an id. */
    List<Item> items() {
        List<Item> items = new ArrayList<>(all.size());
        for (Product product : all) {
            if (product.id != null) {
                items.add(new Item(
                        product.id,
                        ItemFields.quantity(product.quantity),
                        ItemFields.price(product.price),
                        product.lineId));
            }
        }
        return items;
    }

    /**
     * The parts of a bundle, as JSON text, or null where the product has no word of any.
     *
     * @param index the product's place among the {@link #items}
     * @param json what the products were read from
     */
    @Nullable
    String children(int index, byte[] json) {
        int at = 0;
        for (Product product : all) {
            if (product.id != null && at++ == index) {
                int size = product.childrenEnd - product.childrenStart;
                return size == 0 ? null : new String(json, product.childrenStart, size, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** The product of this number, which is the last one's or the next one's unless somebody shuffled them. */
    private Product numbered(int number) throws RejectedException {
        int at = all.size();
        while (at > 0 && all.get(at - 1).number > number) {
            at--;
        }
        return at > 0 && all.get(at - 1).number == number ? all.get(at - 1) : insert(at, number);
    }

    private Product insert(int at, int number) throws RejectedException {
        if (all.size() == ItemFields.MAX_ITEMS) {
            throw new RejectedException(
                    Rejection.TOO_COMPLEX, null, "too many products (expected: at most " + ItemFields.MAX_ITEMS + ")");
        }
        Product product = new Product(number);
        all.add(at, product);
        return product;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static final class Product {
        private final int number;
        private @Nullable String id;
        private @Nullable String lineId;
        private @Nullable String quantity;
        private @Nullable String price;
        private int childrenStart;
        private int childrenEnd;

        Product(int number) {
            this.number = number;
        }

        static boolean isField(String name) {
            return switch (name) {
                case "id", "refid", "qty", "unitprice", "children" -> true;
                default -> false;
            };
        }

        boolean take(String field, JsonReader json) throws RejectedException {
            switch (field) {
                case "id" -> id = ItemFields.id(ItemFields.scalar(json));
                case "refid" -> lineId = ItemFields.scalar(json);
                case "qty" -> quantity = ItemFields.scalar(json);
                case "unitprice" -> price = ItemFields.scalar(json);
                case "children" -> children(json);
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** Only where they stand: they are of use to nobody but the vendor. */
        private void children(JsonReader json) throws RejectedException {
            boolean isSaid = !json.isNull();
            childrenStart = json.startOffset();
            json.skip();
            childrenEnd = isSaid ? json.endOffset() : childrenStart;
        }
    }
}
