package dev.weir.state;

import dev.weir.event.Item;
import java.util.List;
import java.util.function.Consumer;

/** What clients may ask of the read models. Safe for many threads; never blocks. */
public interface StateQueries {

    /**
     * Asks for a device's cart, with everything in it that the journal has acknowledged by now.
     *
     * @param answer gets the lines in the order of being put in, quantities never null, on the keeper's thread: it must not
     *     block. What is not there yet after {@link StateOptions#answerWithin} is left out
     * @return false when too many questions wait: there will be no answer
     */
    boolean askCart(String section, String deviceId, Consumer<List<Item>> answer);

    /** Asks how often a product was viewed, put into carts and bought; otherwise as {@link #askCart}. */
    boolean askCounts(String section, String itemId, Consumer<ProductCounts> answer);
}
