package dev.weir.tool.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What happened in each stretch of a run: 240 stretches at most, each of a second or more. Confined to one thread. */
final class Timeline {

    private static final int MOST_SLOTS = 240;
    private static final long SECOND = 1_000_000_000L;

    private final long slotNanos;
    private final List<Slot> slots = new ArrayList<>();
    private final Histogram latency = Recorder.histogram();
    private long slotEnd;
    private long sent;

    /** @param duration of the run, with the wait for its last answers */
    Timeline(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        this.slotNanos = (seconds + MOST_SLOTS - 1) / MOST_SLOTS * SECOND;
        this.slotEnd = slotNanos;
    }

    void onSent(long now) {
        turn(now);
        sent++;
    }

    void onAnswer(long now, long latencyMicros) {
        turn(now);
        latency.recordValue(latencyMicros);
    }

    /** The last stretch ends here, when it is not over. */
    void close(long now) {
        turn(now);
        long length = now - (slotEnd - slotNanos);
        if (length > 0 && (sent > 0 || latency.getTotalCount() > 0)) {
            add(now, length);
        }
    }

    List<Slot> slots() {
        return List.copyOf(slots);
    }

    private void turn(long now) {
        while (now >= slotEnd) {
            add(slotEnd, slotNanos);
            slotEnd += slotNanos;
        }
    }

    private void add(long end, long length) {
        if (slots.size() < 2 * MOST_SLOTS) {
            double seconds = (double) length / SECOND;
            slots.add(new Slot(
                    (double) end / SECOND,
                    sent / seconds,
                    latency.getTotalCount() / seconds,
                    latency.getValueAtPercentile(50),
                    latency.getValueAtPercentile(99),
                    latency.getMaxValue()));
        }
        sent = 0;
        latency.reset();
    }

    /**
     * One stretch.
     *
     * @param endSeconds when it ended, since the start
     * @param sent requests a second
     * @param answered answers a second
     * @param p50 latency of those that ended in it, microseconds
     */
    record Slot(double endSeconds, double sent, double answered, long p50, long p99, long max) {}
}
