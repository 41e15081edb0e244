package dev.weir.tool.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What became of each request, in bounded memory. Times are nanoseconds since the start; what is kept of them is
 * microseconds, to three digits, up to an hour. Safe for many threads.
 *
 * <p>Latency counts from when a request should have left by the schedule, so that a server that stalls is charged for all
 * that wait meanwhile (coordinated omission); service time counts from when a connection was had.
 */
final class Recorder {

    private static final long MOST_MICROS = 3_600_000_000L;
    private static final int DIGITS = 3;
    private static final int MOST_OUTCOMES = 64;
    private static final String OTHERS = "other";

    private final Histogram latency = histogram();
    private final Histogram service = histogram();
    private final Histogram lag = histogram();
    private final Histogram connecting = histogram();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final Map<String, Long> promises = new TreeMap<>();
    private final Timeline timeline;
    private long sent;
    private long lastSent;
    private long unsent;
    private long answered;
    private long succeeded;
    private long acknowledged;
    private long duplicates;
    private long failed;

    Recorder(Timeline timeline) {
        this.timeline = timeline;
    }

    /** A request has left the schedule. */
    synchronized void onSent(long intended, long now) {
        sent++;
        lastSent = now;
        lag.recordValue(micros(now - intended));
        timeline.onSent(now);
    }

    /** The client's own bound did not let a request go. */
    synchronized void onUnsent() {
        unsent++;
    }

    /**
     * An answer is there, whole.
     *
     * @param handed when it was handed to the connections
     * @param started when a connection was had
     * @param outcome its status, and the reason where one was told
     * @param promise of {@code weir-ack}; empty if none was made
     */
    synchronized void onAnswer(
            long intended, long handed, long started, long now, int status, String outcome, String promise) {
        answered++;
        latency.recordValue(micros(now - intended));
        service.recordValue(micros(now - started));
        connecting.recordValue(micros(started - handed));
        timeline.onAnswer(now, micros(now - intended));
        count(outcomes, outcome);
        if (status >= 200 && status < 300) {
            succeeded++;
        }
        if (!promise.isEmpty()) {
            count(promises, promise);
            acknowledged++;
            if (outcome.endsWith("duplicate")) {
                duplicates++;
            }
        }
    }

    /**
     * There is no answer, and will be none.
     *
     * @param why in a word or two
     */
    synchronized void onFailure(long intended, long now, String why) {
        failed++;
        latency.recordValue(micros(now - intended));
        timeline.onAnswer(now, micros(now - intended));
        count(outcomes, why);
    }

    synchronized long inFlight() {
        return sent - answered - failed;
    }

    synchronized Progress progress() {
        return new Progress(sent, answered, succeeded, failed, unsent, latency.getValueAtPercentile(99));
    }

    /** All of it. */
    synchronized LoadResult result(LoadPlan plan, long now, double cpuShare) {
        timeline.close(now);
        return new LoadResult(
                plan,
                now,
                cpuShare,
                new LoadResult.Counts(sent, unsent, answered, succeeded, acknowledged, duplicates, failed, lastSent),
                new TreeMap<>(outcomes),
                new TreeMap<>(promises),
                latency.copy(),
                service.copy(),
                lag.copy(),
                connecting.copy(),
                timeline.slots());
    }

    /** In microseconds, as all here. */
    static Histogram histogram() {
        return new Histogram(1, MOST_MICROS, DIGITS);
    }

    private static long micros(long nanos) {
        return Math.min(MOST_MICROS, Math.max(0, nanos / 1_000));
    }

    private static void count(Map<String, Long> counts, String word) {
        String bounded = counts.containsKey(word) || counts.size() < MOST_OUTCOMES ? word : OTHERS;
        counts.merge(bounded, 1L, Long::sum);
    }

    /**
     * So far.
     *
     * @param p99Micros of the latency
     */
    record Progress(long sent, long answered, long succeeded, long failed, long unsent, long p99Micros) {}
}
