package dev.weir.server;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The families of metrics that a scrape exposes, by name, each with its labels. Safe for one thread. */
final class Exposed {

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"(?:[^\"\\\\]|\\\\.)*\"");

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, Set<String>> labels = new TreeMap<>();

    Exposed with(String scrape) {
        scrape.lines().forEach(this::take);
        return this;
    }

    /** Families by name: a timer is one, without the gauge of its maximum. */
    Map<String, Set<String>> families() {
        Map<String, Set<String>> families = new TreeMap<>(labels);
        families.keySet().removeIf(name -> name.endsWith("_max") && labels.containsKey(stem(name, "_max")));
        return families;
    }

    /** Every name that a query may use, with its labels; {@code le} where it has buckets. */
    Map<String, Set<String>> series() {
        Map<String, Set<String>> series = new TreeMap<>();
        labels.forEach((name, own) -> {
            if (!isHistogram(name)) {
                series.put(name, own);
                return;
            }
            series.put(name + "_count", own);
            series.put(name + "_sum", own);
            Set<String> ofBuckets = new TreeSet<>(own);
            ofBuckets.add("le");
            series.put(name + "_bucket", ofBuckets);
        });
        return series;
    }

    private void take(String line) {
        Matcher type = TYPE.matcher(line);
        if (type.matches()) {
            types.put(type.group(1), type.group(2));
            labels.computeIfAbsent(type.group(1), name -> new TreeSet<>());
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        if (line.startsWith("#") || !sample.matches()) {
            return;
        }
        Set<String> own = labels.get(family(sample.group(1)));
        if (own == null) {
            throw new AssertionError("a sample of no family: " + line);
        }
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
            if (!label.group(1).equals("le") && !label.group(1).equals("quantile")) {
                own.add(label.group(1));
            }
        }
    }

    private String family(String sample) {
        if (types.containsKey(sample)) {
            return sample;
        }
        for (String suffix : new String[] {"_bucket", "_count", "_sum"}) {
            if (sample.endsWith(suffix) && isHistogram(stem(sample, suffix))) {
                return stem(sample, suffix);
            }
        }
        return sample;
    }

    private boolean isHistogram(String name) {
        String type = types.get(name);
        return "histogram".equals(type) || "summary".equals(type);
    }

    private static String stem(String name, String suffix) {
        return name.substring(0, name.length() - suffix.length());
    }
}
