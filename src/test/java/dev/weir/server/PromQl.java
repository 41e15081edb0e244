package dev.weir.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of PromQL as tells which metrics and labels a query names. What it does not know is an error. */
final class PromQl {

    private static final Set<String> FUNCTIONS = Set.of(
            "sum", "max", "rate", "increase", "histogram_quantile", "abs", "predict_linear", "time", "label_values");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless");
    private static final Set<String> GROUPINGS = Set.of("by", "on", "group_left");
    /** Given by Prometheus itself. */
    private static final Set<String> TARGET = Set.of("instance", "job");

    private static final Pattern TOKEN = Pattern.compile("\\s+|\\[[^\\]]*\\]|[0-9][0-9.e]*|\"[^\"]*\""
            + "|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?<selector>\\{[^}]*\\})?|[-+*/<>=!(),]");
    private static final Pattern MATCHER = Pattern.compile("\\s*([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"\\s*");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|group_left)\\s*\\(([^)]*)\\)");

    private final Map<String, Set<String>> series;

    PromQl(Map<String, Set<String>> series) {
        this.series = series;
    }

    /** What a query names and there is not. */
    List<String> problems(String query) {
        List<String> problems = new ArrayList<>();
        Set<String> labels = new TreeSet<>(TARGET);
        String rest = withoutGroupings(query);
        Matcher token = TOKEN.matcher(rest);
        int end = 0;
        while (token.find() && token.start() == end) {
            end = token.end();
            String name = token.group("name");
            if (name != null && !FUNCTIONS.contains(name) && !OPERATORS.contains(name)) {
                take(name, token.group("selector"), labels, problems);
            }
        }
        if (end != rest.length()) {
            problems.add("not understood: " + rest.substring(end));
        }
        Matcher grouping = GROUPING.matcher(query);
        while (grouping.find()) {
            for (String label : grouping.group(1).split(",")) {
                if (!label.isBlank() && !labels.contains(label.strip())) {
                    problems.add("no such label in this query: " + label.strip());
                }
            }
        }
        return problems;
    }

    /** The labels of the metrics that a query names. */
    Set<String> labels(String query) {
        Set<String> labels = new TreeSet<>(TARGET);
        Matcher token = TOKEN.matcher(withoutGroupings(query));
        while (token.find()) {
            labels.addAll(series.getOrDefault(String.valueOf(token.group("name")), Set.of()));
        }
        return labels;
    }

    private static String withoutGroupings(String query) {
        return GROUPING.matcher(query).replaceAll(" ");
    }

    private void take(String name, String selector, Set<String> labels, List<String> problems) {
        Set<String> own = series.get(name);
        if (own == null || GROUPINGS.contains(name)) {
            problems.add("no such metric: " + name);
            return;
        }
        labels.addAll(own);
        if (selector == null) {
            return;
        }
        String inner = selector.substring(1, selector.length() - 1);
        for (String matcher : inner.split(",(?=\\s*[a-z_]+\\s*[=!])")) {
            Matcher parsed = MATCHER.matcher(matcher);
            if (!parsed.matches()) {
                problems.add("not understood: " + matcher);
            } else if (!own.contains(parsed.group(1)) && !TARGET.contains(parsed.group(1))) {
                problems.add("no such label: " + name + "{" + parsed.group(1) + "}");
            }
        }
    }
}
