package dev.weir.simulation;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has happened in simulations: a law that was never tried holds of itself. */
final class Census {

    private final Map<String, Long> counts = new TreeMap<>();

    void count(String what, long times) {
        counts.merge(what, times, Long::sum);
    }

    /** @param cause null for a process that was killed in between */
    void onDeath(@Nullable Moment cause) {
        count(cause == null ? "death in between" : deathAt(cause), 1);
    }

    static String deathAt(Moment cause) {
        return "death " + cause;
    }

    long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
