package dev.weir.relay.simulation;

import java.util.HashMap;
import java.util.Map;

/** What a vendor allows each section: a token bucket, one token a call. */
final class Allowance {

    private final long nanosPerToken;
    private final long fullNanos;
    /** For each section, when its bucket was empty, if it has filled ever since. */
    private final Map<String, Long> emptySince = new HashMap<>();

    Allowance(long perSecond, long capacity) {
        nanosPerToken = Timeline.SECOND / perSecond;
        fullNanos = capacity * nanosPerToken;
    }

    boolean tryTake(String section, long now) {
        long since = Math.max(emptySince.getOrDefault(section, now - fullNanos), now - fullNanos);
        if (now - since < nanosPerToken) {
            return false;
        }
        emptySince.put(section, since + nanosPerToken);
        return true;
    }
}
