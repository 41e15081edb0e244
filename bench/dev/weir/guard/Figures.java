package dev.weir.guard;

import dev.weir.tool.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What benchmarks cost, by their name and parameters: of a run, as JMH writes it, or of the baseline. */
final class Figures {

    /** What times are held against. */
    static final String REFERENCE = "guard.ReferenceBenchmark.branchesAndLookUps";

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final String PREFIX = "dev.weir.";

    private final Map<String, Cost> costs = new TreeMap<>();

    /** Of the JSON that JMH has written with {@code -prof gc}. */
    static Figures ofRun(Path file) throws IOException {
        Map<String, Double> nanos = new TreeMap<>();
        List<?> results = JsonTree.elements(read(file));
        for (Object result : results) {
            nanos.put(nameOf(result), nanosOf(result));
        }
        double reference = nanos.getOrDefault(REFERENCE, Double.NaN);
        Figures run = new Figures();
        for (Object result : results) {
            String name = nameOf(result);
            double bytes = number(at(result, "secondaryMetrics", ALLOCATION, "score"));
            if (!name.equals(REFERENCE)) {
                run.costs.put(name, new Cost(bytes, nanos.get(name), nanos.get(name) / reference));
            }
        }
        return run;
    }

    static Figures ofBaseline(Path file) throws IOException {
        Figures baseline = new Figures();
        JsonTree.members(read(file))
                .forEach((name, cost) -> baseline.costs.put(
                        name.toString(), new Cost(number(at(cost, "bytes")), Double.NaN, number(at(cost, "ratio")))));
        return baseline;
    }

    Map<String, Cost> costs() {
        return costs;
    }

    private static double nanosOf(Object result) throws IOException {
        Object metric = at(result, "primaryMetric");
        double score = number(at(metric, "score"));
        String unit = String.valueOf(at(metric, "scoreUnit"));
        return switch (unit) {
            case "ns/op" -> score;
            case "us/op" -> score * 1e3;
            case "ms/op" -> score * 1e6;
            case "ops/s" -> 1e9 / score;
            default -> throw new IOException(nameOf(result) + " is in " + unit + " (expected: ns/op or ops/s)");
        };
    }

    private static String nameOf(Object result) {
        String benchmark = String.valueOf(at(result, "benchmark"));
        StringBuilder name =
                new StringBuilder(benchmark.startsWith(PREFIX) ? benchmark.substring(PREFIX.length()) : benchmark);
        JsonTree.members(at(result, "params"))
                .forEach((param, value) ->
                        name.append(' ').append(param).append('=').append(value));
        return name.toString();
    }

    private static Object at(Object node, String... path) {
        Object at = node;
        for (String name : path) {
            at = JsonTree.members(at).get(name);
        }
        return at;
    }

    /** What JMH could not measure it writes as a text. */
    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static Object read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + " is not there (mvn -Pbench verify writes target/bench.json)");
        }
        try {
            return JsonTree.parse(Files.readString(file));
        } catch (IllegalArgumentException broken) {
            throw new IOException(file + " is no JSON", broken);
        }
    }

    /**
     * Of one operation; what was not measured is no number.
     *
     * @param bytes allocated
     * @param ratio of its time to that of the reference in the same run
     */
    record Cost(double bytes, double nanos, double ratio) {}
}
