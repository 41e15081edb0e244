package dev.weir.redis;

import dev.weir.lease.LeaseOptions;
import dev.weir.lease.WhenLost;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Which Redis, and how nodes share it.
 *
 * @param server where it is
 * @param failFast whether a start without it fails
 * @param timeout for an answer; within somewhat more than twice as long it is known that there is none
 * @param answerWithin for how long a request waits at most for what other nodes know of its visitor
 * @param nodes that share it
 * @param whenLost what a node goes by meanwhile
 * @param prefix of all keys
 * @param maxBudgets that a node shares
 */
public record RedisOptions(
        RedisServer server,
        boolean failFast,
        Duration timeout,
        Duration answerWithin,
        int nodes,
        WhenLost whenLost,
        String prefix,
        int maxBudgets) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(100);
    public static final Duration LEAST_TIMEOUT = Duration.ofMillis(20);
    public static final Duration MOST_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_ANSWER_WITHIN = Duration.ofMillis(5);
    public static final Duration LEAST_ANSWER_WITHIN = Duration.ofMillis(1);
    public static final Duration MOST_ANSWER_WITHIN = Duration.ofSeconds(1);
    public static final String DEFAULT_PREFIX = "weir:";

    private static final Pattern PREFIX = Pattern.compile("[!-~]{0,100}");

    public RedisOptions {
        require(
                PREFIX.matcher(prefix).matches(),
                "prefix",
                prefix,
                "at most 100 printable ASCII characters without a space");
        // For what these two have to say.
        LeaseOptions unused = new LeaseOptions(nodes, whenLost, maxBudgets);
    }

    public LeaseOptions leases() {
        return new LeaseOptions(nodes, whenLost, maxBudgets);
    }

    /** By which it is named. */
    public URI url() {
        return server.url();
    }

    private static void require(boolean isMet, String option, Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException("redis." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
