package dev.weir.tool.load;

import dev.weir.tool.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A result for a terminal. */
public final class LoadTable {

    static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99, 100};

    private LoadTable() {}

    public static List<String> lines(LoadResult result) {
        List<String> lines = new ArrayList<>(facts(result));
        lines.add("");
        TextTable outcomes = new TextTable("ANSWER", "REQUESTS", "SHARE");
        result.outcomes().forEach((word, count) -> outcomes.row(word, count.toString(), share(count, result)));
        if (result.counts().open() > 0) {
            outcomes.row(
                    "none yet",
                    Long.toString(result.counts().open()),
                    share(result.counts().open(), result));
        }
        lines.addAll(outcomes.lines());
        lines.add("");
        lines.addAll(latencies(result));
        return lines;
    }

    private static List<String> facts(LoadResult result) {
        LoadPlan plan = result.plan();
        LoadResult.Counts counts = result.counts();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %s, %s arrivals for %d s, %s, at most %d connections",
                plan.server(),
                plan.vendor().label() + " " + plan.mix().text(),
                plan.arrivals().label(),
                plan.duration().toSeconds(),
                plan.isHttp2() ? "HTTP/2" : "HTTP/1.1",
                plan.connections()));
        lines.add(
                String.format(Locale.ROOT, "rate      %.0f/s asked, %.0f/s sent", plan.rate(), result.achievedRate()));
        lines.add("requests  " + counts.sent() + " sent, " + counts.answered() + " answered, " + counts.succeeded()
                + " of them 2xx, " + counts.failed() + " failed, " + counts.open() + " open, " + counts.unsent()
                + " not sent");
        lines.add("acknowledged  " + counts.acknowledged() + promises(result.promises())
                + (counts.duplicates() > 0 ? ", " + counts.duplicates() + " of them duplicates" : ""));
        return lines;
    }

    private static String promises(Map<String, Long> promises) {
        StringBuilder text = new StringBuilder();
        promises.forEach((promise, count) -> text.append(text.isEmpty() ? " (" : ", ")
                .append(promise)
                .append(' ')
                .append(count));
        return text.isEmpty() ? "" : text.append(')').toString();
    }

    private static List<String> latencies(LoadResult result) {
        TextTable table = new TextTable("LATENCY", "FROM THE SCHEDULE", "SERVICE TIME");
        for (double percentile : PERCENTILES) {
            table.row(name(percentile), millis(result.latency(), percentile), millis(result.service(), percentile));
        }
        return table.lines();
    }

    static String name(double percentile) {
        if (percentile == 100) {
            return "max";
        }
        return "p" + (percentile == Math.rint(percentile) ? Long.toString((long) percentile) : percentile);
    }

    static String millis(Histogram histogram, double percentile) {
        if (histogram.getTotalCount() == 0) {
            return "-";
        }
        return String.format(Locale.ROOT, "%.3f ms", histogram.getValueAtPercentile(percentile) / 1_000.0);
    }

    private static String share(long count, LoadResult result) {
        return String.format(
                Locale.ROOT,
                "%.2f %%",
                count * 100.0 / Math.max(1, result.counts().sent()));
    }
}
