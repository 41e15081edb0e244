package dev.weir.tool.load;

import dev.weir.tool.load.Chart.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** A result as a page that needs nothing else: no script, no style sheet, no picture from anywhere. Well-formed as XML too. */
public final class HtmlReport {

    /** Of the latency curve: as far as its axis goes, p99.999. */
    private static final double MOST_NINES = 5;

    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{font:15px/1.5 system-ui,sans-serif;max-width:800px;margin:2em auto;padding:0 1em}
            h1{font-size:1.4em}h2{font-size:1.1em;margin-top:2em}
            pre{overflow:auto;padding:1em;border:1px solid #8886;border-radius:6px;font-size:13px}
            .warn{border-left:4px solid #d97706;padding:.3em 1em}
            svg{width:100%;height:auto}svg text{font-size:11px;fill:currentColor}
            .grid{stroke:#8884;stroke-width:1}polyline{fill:none;stroke-width:1.8}
            line.a,polyline.a{stroke:#2563eb;stroke-width:2}line.b,polyline.b{stroke:#d97706;stroke-width:2}
            line.c,polyline.c{stroke:#dc2626;stroke-width:2}
            """;

    private HtmlReport() {}

    /**
     * The page.
     *
     * @param time when the run ended
     * @param remarks what else there is to say, such as what the server's books say
     */
    public static String page(LoadResult result, Instant time, List<String> remarks) {
        StringBuilder page = new StringBuilder(32_768);
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        page.append("<title>Weir load report</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
        page.append("<h1>Load on ")
                .append(escape(result.plan().server().toString()))
                .append("</h1>\n<p>");
        page.append(escape(time.toString())).append("</p>\n");
        for (String own : Diagnosis.of(result)) {
            page.append("<p class=\"warn\">The generator was itself the bottleneck: ");
            page.append(escape(own)).append("</p>\n");
        }
        for (String remark : remarks) {
            page.append("<p>").append(escape(remark)).append("</p>\n");
        }
        page.append("<pre>")
                .append(escape(String.join("\n", LoadTable.lines(result))))
                .append("</pre>\n");
        page.append("<h2>Latency by percentile</h2>\n").append(curve(result));
        page.append(
                "<p>From the schedule: from when a request should have left, so that what waits behind a stall is ");
        page.append("counted. Service time: from when it had a connection.</p>\n");
        page.append("<h2>Rate over time</h2>\n").append(rates(result));
        page.append("<h2>Latency over time</h2>\n").append(latencies(result));
        return page.append("</body>\n</html>\n").toString();
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(Character.isISOControl(point) && point != '\n' ? '?' : point);
            }
        });
        return escaped.toString();
    }

    private static String curve(LoadResult result) {
        Chart chart = new Chart("Latency by percentile, on a logarithmic axis", MOST_NINES)
                .line("from the schedule", "a", points(result.latency()))
                .line("service time", "b", points(result.service()))
                .mark(0, "0")
                .mark(nines(50), "50")
                .mark(1, "90")
                .mark(2, "99")
                .mark(3, "99.9")
                .mark(4, "99.99")
                .mark(MOST_NINES, "");
        return chart.svg(" ms");
    }

    private static List<Point> points(Histogram histogram) {
        List<Point> points = new ArrayList<>();
        for (HistogramIterationValue value : histogram.percentiles(10)) {
            double x = Math.min(MOST_NINES, nines(value.getPercentileLevelIteratedTo()));
            points.add(new Point(x, value.getValueIteratedTo() / 1_000.0));
        }
        return points;
    }

    /** How many nines a percentile has: 90 has one, 99 two. */
    private static double nines(double percentile) {
        return percentile >= 100 ? MOST_NINES : -Math.log10(1 - percentile / 100);
    }

    private static String rates(LoadResult result) {
        return timed("Requests and answers a second", result)
                .line("sent", "b", series(result, Timeline.Slot::sent))
                .line("answered", "a", series(result, Timeline.Slot::answered))
                .svg("/s");
    }

    private static String latencies(LoadResult result) {
        return timed("Latency over time", result)
                .line("p50", "a", series(result, slot -> slot.p50() / 1_000.0))
                .line("p99", "b", series(result, slot -> slot.p99() / 1_000.0))
                .line("max", "c", series(result, slot -> slot.max() / 1_000.0))
                .svg(" ms");
    }

    private static Chart timed(String title, LoadResult result) {
        double end = result.elapsedNanos() / 1e9;
        Chart chart = new Chart(title, end);
        for (int i = 0; i <= 4; i++) {
            chart.mark(end * i / 4, Math.round(end * i / 4) + " s");
        }
        return chart;
    }

    private static List<Point> series(LoadResult result, ToDoubleFunction<Timeline.Slot> value) {
        return result.slots().stream()
                .map(slot -> new Point(slot.endSeconds(), value.applyAsDouble(slot)))
                .toList();
    }
}
