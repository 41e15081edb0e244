package dev.weir.tool.load;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run has shown. The histograms are in microseconds.
 *
 * @param elapsedNanos from the start to the last answer that was waited for
 * @param cpuShare of all cores, what this process took meanwhile: 0 to 1; below 0 if it is not known
 * @param outcomes requests by status and reason
 * @param promises acknowledgements by what {@code weir-ack} promised
 * @param latency from when a request should have left; of answers and of failures
 * @param service from when a connection was had; of answers alone
 * @param lag by how much later than intended requests left
 * @param connecting how long they waited for a connection
 */
public record LoadResult(
        LoadPlan plan,
        long elapsedNanos,
        double cpuShare,
        Counts counts,
        Map<String, Long> outcomes,
        Map<String, Long> promises,
        Histogram latency,
        Histogram service,
        Histogram lag,
        Histogram connecting,
        List<Timeline.Slot> slots) {

    /** Requests a second that did leave, in the time in which they should, or that it took. */
    public double achievedRate() {
        return counts.sent * 1e9 / Math.max(1, Math.max(plan.duration().toNanos(), counts.lastSentNanos));
    }

    /** Not answered 2xx, not answered, not sent. */
    public long errors() {
        return counts.sent - counts.succeeded + counts.unsent;
    }

    /**
     * The client's own count, in requests, each of which has one event.
     *
     * @param unsent what its own bound held back
     * @param acknowledged answers with a promise, duplicates among them
     * @param failed without any answer: they may have been accepted or not
     * @param lastSentNanos when the last one left
     */
    public record Counts(
            long sent,
            long unsent,
            long answered,
            long succeeded,
            long acknowledged,
            long duplicates,
            long failed,
            long lastSentNanos) {

        /** Neither answered nor failed when the run was over. */
        public long open() {
            return sent - answered - failed;
        }

        /** Events that were accepted by these requests, and not before. */
        public long accepted() {
            return acknowledged - duplicates;
        }
    }
}
