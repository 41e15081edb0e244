package dev.weir.relay.coalesce;

import java.time.Duration;

/**
 * For how long full-syncs are held back, so that a later one can replace them.
 *
 * @param window counted from the acceptance of the first one; 0 for not at all. A section may have another
 * @param maxWindows the most that are held back at once; beyond it the oldest is released early. 0 for a sink that is to get
 *     every event, whatever a section says
 */
public record CoalesceOptions(Duration window, int maxWindows) {

    public static final Duration MAX_WINDOW = Duration.ofHours(1);
    public static final CoalesceOptions DEFAULT = new CoalesceOptions(Duration.ofSeconds(5), 50_000);
    /** Nothing is held back but for sections that say so. */
    public static final CoalesceOptions OFF = new CoalesceOptions(Duration.ZERO, DEFAULT.maxWindows());

    public static final CoalesceOptions NEVER = new CoalesceOptions(Duration.ZERO, 0);

    public CoalesceOptions {
        boolean isWithin = !window.isNegative() && window.compareTo(MAX_WINDOW) <= 0;
        require(isWithin, "coalesce.window", window, "0 to 1h");
        require(maxWindows >= 0, "coalesce.max-windows", maxWindows, ">= 0");
    }

    /** Whether the sink is to get every event, whatever a section says. */
    public boolean isNever() {
        return maxWindows == 0;
    }

    private static void require(boolean isMet, String option, Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException(option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
