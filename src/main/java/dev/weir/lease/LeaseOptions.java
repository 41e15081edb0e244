package dev.weir.lease;

import java.time.Duration;

/**
 * How a node shares budgets.
 *
 * @param nodes how many nodes share them: a node that is on its own goes by one part in so many
 * @param whenLost what it goes by then
 * @param maxBudgets how many it shares; it goes by its part of each further one, always
 */
public record LeaseOptions(int nodes, WhenLost whenLost, int maxBudgets) {

    public static final int MAX_NODES = 1_000;
    public static final int DEFAULT_MAX_BUDGETS = 10_000;

    /** For so long a lease is good that is not claimed again. */
    static final Duration TERM = Duration.ofSeconds(5);
    /** By the holder's clock it ends sooner, should the clocks run at different speeds. */
    static final long TERM_NANOS = TERM.toNanos() / 10 * 9;

    public LeaseOptions {
        require(nodes >= 1 && nodes <= MAX_NODES, "nodes", nodes, "1 to " + MAX_NODES);
        require(maxBudgets >= 1, "max-budgets", maxBudgets, "at least 1");
    }

    private static void require(boolean isMet, String option, Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException("redis." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
