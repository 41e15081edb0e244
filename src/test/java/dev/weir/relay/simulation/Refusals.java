package dev.weir.relay.simulation;

import dev.weir.event.EventType;
import java.util.Arrays;

/**
 * What every model vendor answers 400 to: events of a product that it does not know, and all of a device whose id it does not
 * like. Of a visitor's full-syncs it takes all or none: if it refused one alone, it would matter to its final list which ones
 * it is sent.
 */
final class Refusals {

    /** A product that no vendor knows. */
    static final int UNKNOWN_PRODUCT = 666;
    /** Ids of devices that no vendor likes begin with this. */
    static final String DISLIKED = "x";

    private Refusals() {}

    static boolean refuses(String device, EventType type, byte[] body) {
        return device.startsWith(DISLIKED)
                || (!Lists.isFullSync(type) && Arrays.equals(body, Goods.one(UNKNOWN_PRODUCT)));
    }
}
