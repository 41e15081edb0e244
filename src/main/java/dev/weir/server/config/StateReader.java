package dev.weir.server.config;

import dev.weir.state.StateOptions;
import java.time.Duration;

/** Reads the bounds of what is remembered of the past: carts, counts, repetitions, sessions. */
final class StateReader {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration YEAR = Duration.ofDays(366);

    private StateReader() {}

    static StateOptions read(ConfigNode node) throws ConfigException {
        StateOptions fallback = StateOptions.DEFAULT;
        StateOptions options;
        try {
            options = new StateOptions(
                    node.count("max-carts", fallback.maxCarts()),
                    node.count("max-cart-items", fallback.maxCartItems()),
                    node.duration("cart-age", fallback.cartAge(), SECOND, YEAR),
                    node.count("max-products", fallback.maxProducts()),
                    node.size("max-bytes", fallback.maxBytes()),
                    node.count("max-keys", fallback.maxKeys()),
                    node.duration("key-window", fallback.keyWindow(), SECOND, YEAR),
                    node.count("max-waiters", fallback.maxWaiters()),
                    node.count("max-sessions", fallback.maxSessions()),
                    node.duration("session-age", fallback.sessionAge(), SECOND, YEAR),
                    node.count("max-questions", fallback.maxQuestions()),
                    node.duration("answer-within", fallback.answerWithin(), MILLISECOND, Duration.ofMinutes(1)),
                    node.count("snapshot-every", fallback.snapshotEvery()),
                    node.duration("snapshot-within", fallback.snapshotWithin(), SECOND, Duration.ofDays(1)));
        } catch (IllegalArgumentException invalid) {
            throw node.error(String.valueOf(invalid.getMessage()));
        }
        node.refuseUnknownKeys();
        return options;
    }
}
