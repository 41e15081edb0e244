package dev.weir.state;

import dev.weir.event.Item;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Carts as all nodes together know them. Safe for many threads. */
public interface SharedCarts {

    /** Tells of what an event of this node did to a cart. To be called in the order of the events. */
    void change(String section, String deviceId, CartChange change);

    /**
     * Asks for a cart.
     *
     * @param answer called once, on the thread that calls this if that is an event loop: with the cart as all know it, or as this
     *     node does, where the others did not answer in time or do not know it. Quantities are never null
     * @return to be called once, on any thread, with the cart as this node knows it, after its changes were told; only then the
     *     others are asked
     */
    Consumer<List<Item>> ask(String section, String deviceId, Consumer<List<Item>> answer);

    /**
     * Forgets all that nodes share of devices. Waits for that.
     *
     * @throws IOException if it cannot be said that it is done
     */
    void forget(String section, Set<String> deviceIds) throws IOException, InterruptedException;
}
