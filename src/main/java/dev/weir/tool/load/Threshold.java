package dev.weir.tool.load;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bound that a percentile of the latency must keep: {@code p99=50ms}.
 *
 * @param percentile 0 to 100; 100 is the maximum
 * @param micros the most that it may be
 */
public record Threshold(String text, double percentile, long micros) {

    private static final Pattern FORM =
            Pattern.compile("(?:p(\\d{1,2}(?:\\.\\d{1,4})?)|(max))=(\\d{1,9}(?:\\.\\d{1,3})?)(us|ms|s)");

    /**
     * Reads a bound.
     *
     * @throws IllegalArgumentException naming what was wrong and what was expected
     */
    public static Threshold parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " (expected: a bound such as p99=50ms, p99.9=1s or max=2s)");
        }
        double percentile = matcher.group(2) != null ? 100 : Double.parseDouble(matcher.group(1));
        double unit = switch (matcher.group(4)) {
            case "us" -> 1;
            case "ms" -> 1_000;
            default -> 1_000_000;
        };
        return new Threshold(text, percentile, Math.round(Double.parseDouble(matcher.group(3)) * unit));
    }

    public boolean isExceededBy(LoadResult result) {
        return found(result) > micros;
    }

    /** What was found in its place. */
    public String verdict(LoadResult result) {
        return String.format(Locale.ROOT, "%s exceeded: %.3f ms", text, found(result) / 1_000.0);
    }

    private long found(LoadResult result) {
        return result.latency().getValueAtPercentile(percentile);
    }
}
