package dev.weir.state;

import java.time.Duration;

/**
 * Bounds of the read models. Validates itself; messages name the option as it stands in the config.
 *
 * @param maxCarts carts held, and identifiers by which devices are known; the one changed longest ago goes first
 * @param maxCartItems lines of one cart; the oldest goes first
 * @param cartAge a cart is forgotten after this long without a change
 * @param maxProducts products counted; the one without an event for longest goes first
 * @param maxBytes memory that carts, identifiers and products may take, each, roughly; the oldest goes first
 * @param maxKeys idempotency keys remembered, and claims under way; the oldest goes first. About 400 bytes each
 * @param keyWindow for how long a repetition is known as one
 * @param maxWaiters repetitions that wait for one claim to be settled
 * @param maxSessions sessions remembered, 2 at least; the newest half of them for certain. 16 to 34 bytes each
 * @param sessionAge a session is remembered for at least this long, and at most twice, unless there are too many
 * @param maxQuestions questions that wait for their answer; further ones are refused
 * @param answerWithin a question gets its answer after this time also when not everything asked for is applied yet
 * @param snapshotEvery a snapshot is written after this many entries
 * @param snapshotWithin and after this time if there was any
 */
public record StateOptions(
        int maxCarts,
        int maxCartItems,
        Duration cartAge,
        int maxProducts,
        long maxBytes,
        int maxKeys,
        Duration keyWindow,
        int maxWaiters,
        int maxSessions,
        Duration sessionAge,
        int maxQuestions,
        Duration answerWithin,
        int snapshotEvery,
        Duration snapshotWithin) {

    public static final StateOptions DEFAULT = new StateOptions(
            200_000,
            200,
            Duration.ofDays(30),
            100_000,
            128L << 20,
            200_000,
            Duration.ofHours(24),
            64,
            1_000_000,
            Duration.ofDays(30),
            4096,
            Duration.ofSeconds(1),
            50_000,
            Duration.ofSeconds(60));

    private static final int MOST = 1 << 24;

    public StateOptions {
        requireCount(maxCarts, "max-carts");
        requireCount(maxCartItems, "max-cart-items");
        requireTime(cartAge, "cart-age");
        requireCount(maxProducts, "max-products");
        require(maxBytes > 0, "max-bytes", maxBytes, "> 0");
        requireCount(maxKeys, "max-keys");
        requireTime(keyWindow, "key-window");
        requireCount(maxWaiters, "max-waiters");
        require(maxSessions >= 2 && maxSessions <= MOST, "max-sessions", maxSessions, "2 to " + MOST);
        requireTime(sessionAge, "session-age");
        requireCount(maxQuestions, "max-questions");
        requireTime(answerWithin, "answer-within");
        requireCount(snapshotEvery, "snapshot-every");
        requireTime(snapshotWithin, "snapshot-within");
    }

    public StateOptions withCarts(int carts, int items, Duration age) {
        return new StateOptions(
                carts,
                items,
                age,
                maxProducts,
                maxBytes,
                maxKeys,
                keyWindow,
                maxWaiters,
                maxSessions,
                sessionAge,
                maxQuestions,
                answerWithin,
                snapshotEvery,
                snapshotWithin);
    }

    public StateOptions withProducts(int products) {
        return new StateOptions(
                maxCarts,
                maxCartItems,
                cartAge,
                products,
                maxBytes,
                maxKeys,
                keyWindow,
                maxWaiters,
                maxSessions,
                sessionAge,
                maxQuestions,
                answerWithin,
                snapshotEvery,
                snapshotWithin);
    }

    public StateOptions withKeys(int keys, Duration window) {
        return new StateOptions(
                maxCarts,
                maxCartItems,
                cartAge,
                maxProducts,
                maxBytes,
                keys,
                window,
                maxWaiters,
                maxSessions,
                sessionAge,
                maxQuestions,
                answerWithin,
                snapshotEvery,
                snapshotWithin);
    }

    public StateOptions withSessions(int sessions, Duration age) {
        return new StateOptions(
                maxCarts,
                maxCartItems,
                cartAge,
                maxProducts,
                maxBytes,
                maxKeys,
                keyWindow,
                maxWaiters,
                sessions,
                age,
                maxQuestions,
                answerWithin,
                snapshotEvery,
                snapshotWithin);
    }

    public StateOptions withQuestions(int questions, Duration within) {
        return new StateOptions(
                maxCarts,
                maxCartItems,
                cartAge,
                maxProducts,
                maxBytes,
                maxKeys,
                keyWindow,
                maxWaiters,
                maxSessions,
                sessionAge,
                questions,
                within,
                snapshotEvery,
                snapshotWithin);
    }

    public StateOptions withSnapshots(int every, Duration within) {
        return new StateOptions(
                maxCarts,
                maxCartItems,
                cartAge,
                maxProducts,
                maxBytes,
                maxKeys,
                keyWindow,
                maxWaiters,
                maxSessions,
                sessionAge,
                maxQuestions,
                answerWithin,
                every,
                within);
    }

    private static void requireCount(int value, String option) {
        require(value > 0 && value <= MOST, option, value, value > 0 ? "at most " + MOST : "> 0");
    }

    private static void requireTime(Duration value, String option) {
        require(!value.isNegative() && !value.isZero(), option, value, "> 0");
        require(value.toDays() <= 3650, option, value, "at most 3650 days");
    }

    private static void require(boolean holds, String option, Object value, String expectation) {
        if (!holds) {
            throw new IllegalArgumentException("state." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
