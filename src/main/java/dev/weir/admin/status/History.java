package dev.weir.admin.status;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last hour, in steps of ten seconds, and the reading that each step began with. Memory for 360 steps of a few numbers, and
 * for seven readings. Safe for many threads.
 */
final class History {

    static final int STEP_SECONDS = 10;
    static final int MAX_STEPS = 360;
    /** So that there is always one that is a minute old. */
    private static final int MAX_MARKS = 7;

    private static final double NANOS = 1e9;

    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    /** Ends a step, and begins the next. */
    synchronized void add(Reading reading, long nowMillis) {
        Mark mark = Mark.of(reading);
        Mark before = marks.peekLast();
        if (before != null) {
            steps.addLast(Step.between(before, mark, nowMillis));
        }
        marks.addLast(mark);
        if (marks.size() > MAX_MARKS) {
            marks.removeFirst();
        }
        if (steps.size() > MAX_STEPS) {
            steps.removeFirst();
        }
    }

    /** The oldest first. */
    synchronized List<Step> steps() {
        return new ArrayList<>(steps);
    }

    /** About a minute ago, or as long ago as is known. */
    synchronized @Nullable Mark minuteAgo() {
        return marks.peekFirst();
    }

    /** Ten to twenty seconds ago, or less at the beginning. */
    synchronized @Nullable Mark lately() {
        Iterator<Mark> newestFirst = marks.descendingIterator();
        Mark found = null;
        for (int i = 0; i < 2 && newestFirst.hasNext(); i++) {
            found = newestFirst.next();
        }
        return found;
    }

    /** What of a reading is compared with later ones. */
    record Mark(
            long atNanos,
            double received,
            double rejected,
            Map<String, Double> acceptedBySection,
            Map<String, Double> deliveredBySink,
            double pending,
            Buckets append,
            Buckets fsync,
            Map<String, Buckets> deliveries,
            double heapBytes) {

        static Mark of(Reading reading) {
            Map<String, Double> delivered = reading.by("sink", "weir.sink.delivered");
            Map<String, Buckets> deliveries = new HashMap<>();
            delivered
                    .keySet()
                    .forEach(sink -> deliveries.put(sink, reading.buckets("weir.sink.delivery", "sink", sink)));
            return new Mark(
                    reading.atNanos(),
                    reading.sum("weir.received"),
                    reading.sum("weir.rejected"),
                    reading.by("section", "weir.accepted"),
                    delivered,
                    reading.sum("weir.sink.pending"),
                    reading.buckets("weir.journal.append"),
                    reading.buckets("weir.journal.fsync"),
                    deliveries,
                    reading.sum("jvm.memory.used", "area", "heap"));
        }

        double accepted() {
            return sum(acceptedBySection);
        }

        double delivered() {
            return sum(deliveredBySink);
        }

        /** How often a second something happened since. */
        double perSecond(double now, double then, long nowNanos) {
            double seconds = (nowNanos - atNanos) / NANOS;
            return seconds <= 0 ? 0 : Math.max(0, (now - then) / seconds);
        }

        private static double sum(Map<String, Double> counts) {
            double sum = 0;
            for (double count : counts.values()) {
                sum += count;
            }
            return sum;
        }
    }

    /** Ten seconds: counts by the second, the rest as it was at the end. */
    record Step(
            long endMillis,
            double received,
            double accepted,
            double rejected,
            double delivered,
            double pending,
            @Nullable Double appendP99Millis,
            @Nullable Double fsyncP99Millis,
            double heapBytes) {

        static Step between(Mark before, Mark now, long nowMillis) {
            long at = now.atNanos();
            return new Step(
                    nowMillis,
                    before.perSecond(now.received(), before.received(), at),
                    before.perSecond(now.accepted(), before.accepted(), at),
                    before.perSecond(now.rejected(), before.rejected(), at),
                    before.perSecond(now.delivered(), before.delivered(), at),
                    now.pending(),
                    now.append().since(before.append()).quantile(0.99),
                    now.fsync().since(before.fsync()).quantile(0.99),
                    now.heapBytes());
        }
    }
}
