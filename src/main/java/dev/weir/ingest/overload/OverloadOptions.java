package dev.weir.ingest.overload;

import java.time.Duration;

/**
 * When requests are refused because there is not enough time for all. Validates itself; messages name the option as it stands in
 * the config.
 *
 * @param isOn whether any is
 * @param targetDelay how long requests may have to wait for the event loop, or beyond their due for the disk; 1 ms to 1 s
 * @param interval for how long they must have waited longer before any is refused; the target to 10 s
 * @param retryAfter those that are refused are told to stay away for 1 second to this long; whole seconds, 1 s to 1 min
 * @param patience how long a request of low priority may wait while others are served; the target to 10 s
 * @param waiting how many of them may, for each event loop; 0 to 65,536
 * @param reserve how much of the room in which events wait for the disk is for those of high priority alone, 0 to 0.9
 */
public record OverloadOptions(
        boolean isOn,
        Duration targetDelay,
        Duration interval,
        Duration retryAfter,
        Duration patience,
        int waiting,
        double reserve) {

    public static final Duration LEAST_TARGET = Duration.ofMillis(1);
    public static final Duration MOST_TARGET = Duration.ofSeconds(1);
    public static final Duration LEAST_USUAL_INTERVAL = Duration.ofMillis(100);
    public static final Duration MOST_INTERVAL = Duration.ofSeconds(10);
    public static final Duration LEAST_RETRY = Duration.ofSeconds(1);
    public static final Duration MOST_RETRY = Duration.ofMinutes(1);
    public static final Duration MOST_PATIENCE = Duration.ofSeconds(10);
    public static final int MOST_WAITING = 65_536;
    public static final double MOST_RESERVE = 0.9;

    /**
     * The target is longer than what a neighbour on the same cores makes requests wait: with 2 ms a busy machine refused one view
     * in twelve at a third of what it could do. The interval is twenty times that, as CoDel's own is (RFC 8289, 4.3).
     */
    public static final OverloadOptions DEFAULT = new OverloadOptions(
            true,
            Duration.ofMillis(20),
            Duration.ofMillis(400),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            4_096,
            0.1);

    public static final OverloadOptions OFF = new OverloadOptions(
            false, DEFAULT.targetDelay, DEFAULT.interval, DEFAULT.retryAfter, DEFAULT.patience, 0, 0);

    public OverloadOptions {
        require(isWithin(targetDelay, LEAST_TARGET, MOST_TARGET), "target-delay", targetDelay, "1ms to 1s");
        require(
                isWithin(interval, targetDelay, MOST_INTERVAL),
                "interval",
                interval,
                "overload.target-delay, " + targetDelay.toMillis() + "ms, to 10s");
        require(isWithin(retryAfter, LEAST_RETRY, MOST_RETRY), "retry-after", retryAfter, "1s to 1m");
        require(
                isWithin(patience, targetDelay, MOST_PATIENCE),
                "patience",
                patience,
                "overload.target-delay, " + targetDelay.toMillis() + "ms, to 10s");
        require(waiting >= 0 && waiting <= MOST_WAITING, "waiting", waiting, "0 to 65536");
        require(reserve >= 0 && reserve <= MOST_RESERVE, "reserve", reserve, "0 to 0.9");
    }

    private static boolean isWithin(Duration duration, Duration least, Duration most) {
        return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
    }

    private static void require(boolean isMet, String option, Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException(
                    "overload." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
