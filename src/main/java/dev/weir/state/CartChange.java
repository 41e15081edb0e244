package dev.weir.state;

import java.util.Map;

/**
 * What an event did to a cart. Quantities are from 1 to {@link Cart#MAX_QUANTITY}; what was bought has none.
 *
 * @param lines that were put in, taken off, bought, or are all that there is; by item id, in the order of being put in
 * @param result what is in the cart after it, as far as this node knows
 */
public record CartChange(Kind kind, Map<String, Integer> lines, Map<String, Integer> result) {

    /** How the lines are meant. */
    public enum Kind {
        /** They replace all that was there. */
        SYNC("sync"),
        ADD("add"),
        TAKE("take"),
        BUY("buy");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
