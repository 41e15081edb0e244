package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dashboard and alert rules ask for metrics and labels that a running Weir exposes. */
final class AlertsIT {

    private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?([a-z_]+)\\s*}}");

    private static PromQl queries;

    @BeforeAll
    static void run(@TempDir Path dir) throws Exception {
        Map<String, Set<String>> series = new TreeMap<>(MetricsExposed.by(dir).series());
        MetricsExposed.byManyMachines(dir)
                .series()
                .forEach((name, labels) ->
                        series.computeIfAbsent(name, unknown -> new TreeSet<>()).addAll(labels));
        queries = new PromQl(series);
    }

    @Test
    void everyAlertAsksForWhatThereIsAndSaysWhatToDo() throws Exception {
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Map<?, ?> rule : rules()) {
            String name = String.valueOf(rule.get("alert"));
            assertThat(names.add(name)).as("%s is there once", name).isTrue();
            assertThat(((Map<?, ?>) rule.get("labels")).get("severity")).isIn("critical", "warning");
            Map<?, ?> annotations = (Map<?, ?>) rule.get("annotations");
            assertThat(String.valueOf(annotations.get("summary"))).as(name).hasSizeGreaterThan(20);
            assertThat(String.valueOf(annotations.get("runbook"))).as(name).hasSizeGreaterThan(20);
            String expr = String.valueOf(rule.get("expr"));
            queries.problems(expr).forEach(problem -> problems.add(name + ": " + problem));
            shown(String.valueOf(annotations.get("summary")))
                    .filter(label -> !queries.labels(expr).contains(label))
                    .forEach(label -> problems.add(name + ": shows no label of its: " + label));
        }

        assertThat(problems).isEmpty();
        assertThat(names).hasSizeGreaterThan(10);
    }

    @Test
    void everyPanelAsksForWhatThereIs() throws Exception {
        JsonNode dashboard = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readTree(Files.readString(Path.of("k8s", "monitoring", "grafana-dashboard.json")));
        List<String> problems = new ArrayList<>();
        int asked = 0;
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String title = panel.get("title").asString();
                String expr = target.get("expr").asString();
                queries.problems(expr).forEach(problem -> problems.add(title + ": " + problem));
                shown(target.get("legendFormat").asString())
                        .filter(label -> !queries.labels(expr).contains(label))
                        .forEach(label -> problems.add(title + ": shows no label of its: " + label));
                asked++;
            }
        }

        assertThat(problems).isEmpty();
        assertThat(asked).isGreaterThan(20);
    }

    @Test
    void whatThereIsNotIsFound() {
        assertThat(queries.problems("weir_gone_total")).containsExactly("no such metric: weir_gone_total");
        assertThat(queries.problems("rate(weir_received_total{shop=\"a\"}[5m])"))
                .containsExactly("no such label: weir_received_total{shop}");
        assertThat(queries.problems("sum by (sink) (weir_received_total)"))
                .containsExactly("no such label in this query: sink");
        assertThat(queries.problems("weir_received_total ; 1")).hasSize(1);
    }

    private static Stream<String> shown(String template) {
        Matcher matcher = SHOWN.matcher(template);
        return matcher.results().map(result -> result.group(1));
    }

    private static List<Map<?, ?>> rules() throws Exception {
        Object file = new Load(
                        LoadSettings.builder().setAllowDuplicateKeys(false).build())
                .loadFromString(Files.readString(Path.of("k8s", "monitoring", "prometheus-rules.yaml")));
        List<Map<?, ?>> rules = new ArrayList<>();
        Map<?, ?> spec = (Map<?, ?>) ((Map<?, ?>) file).get("spec");
        for (Object group : (List<?>) spec.get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                rules.add((Map<?, ?>) rule);
            }
        }
        return rules;
    }
}
