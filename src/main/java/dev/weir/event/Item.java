package dev.weir.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One product of an event.
 *
 * @param id the shop's product id, never empty, at most 255 characters
 * @param quantity how many, 1 to 1000, or null when the client did not say
 * @param price for one piece, never negative, or null when the client did not say
 * @param lineId the position in the order on the shop's side, or null
 */
public record Item(
        String id,
        @Nullable Integer quantity,
        @Nullable BigDecimal price,
        @Nullable String lineId) {

    public static Item of(String id) {
        return new Item(id, null, null, null);
    }
}
