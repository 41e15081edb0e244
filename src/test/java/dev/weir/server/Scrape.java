package dev.weir.server;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What one scrape said. */
final class Scrape {

    private final List<String> lines;

    private Scrape(List<String> lines) {
        this.lines = lines;
    }

    static Scrape of(String text) {
        return new Scrape(text.lines().filter(line -> !line.startsWith("#")).toList());
    }

    /** The sum over all series of a metric. */
    double sum(String metric) {
        return sum(metric, "");
    }

    /**
     * The sum over those series of a metric that have a label.
     *
     * @param label as {@code sink="files"}
     * @throws AssertionError when there is none, since what is not there adds up to anything
     */
    double sum(String metric, String label) {
        List<String> series = lines.stream()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .filter(line -> line.contains(label))
                .toList();
        if (series.isEmpty()) {
            throw new AssertionError("no series of " + metric + " with " + label);
        }
        return series.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The values that a label has in the series of a metric. */
    Set<String> values(String metric, String label) {
        Set<String> values = new TreeSet<>();
        for (String line : lines) {
            int from = line.indexOf(label + "=\"");
            if (line.startsWith(metric + "{") && from >= 0) {
                int start = from + label.length() + 2;
                values.add(line.substring(start, line.indexOf('"', start)));
            }
        }
        return values;
    }
}
