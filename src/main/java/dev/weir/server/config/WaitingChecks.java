package dev.weir.server.config;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Route;
import dev.weir.event.Section;
import java.util.List;
import java.util.Map;

/** Checks what a section says of answers that pages wait for, against the dialects and sinks that there are. */
final class WaitingChecks {

    private final List<Dialect> dialects;
    private final List<SinkConfig> sinks;

    WaitingChecks(List<Dialect> dialects, List<SinkConfig> sinks) {
        this.dialects = dialects;
        this.sinks = sinks;
    }

    void check(ConfigNode node, Section section) throws ConfigException {
        for (Map.Entry<String, Section.Upstream> entry : section.upstreams().entrySet()) {
            ConfigNode upstreams = node.node("upstream");
            Dialect dialect = dialect(upstreams, section, entry.getKey());
            check(upstreams.node(entry.getKey()), dialect, entry.getValue());
        }
        for (Map.Entry<String, Map<String, String>> entry : section.fallbacks().entrySet()) {
            ConfigNode fallbacks = node.node("fallback");
            Dialect dialect = dialect(fallbacks, section, entry.getKey());
            check(fallbacks.node(entry.getKey()), dialect, entry.getValue());
        }
    }

    private Dialect dialect(ConfigNode node, Section section, String label) throws ConfigException {
        for (Dialect dialect : dialects) {
            if (dialect.label().equals(label) && section.keys().containsKey(label)) {
                return dialect;
            }
        }
        throw node.error(
                label,
                "unknown here",
                "one of the section's dialects: "
                        + String.join(", ", section.keys().keySet()));
    }

    private void check(ConfigNode node, Dialect dialect, Section.Upstream upstream) throws ConfigException {
        List<String> names = sinks.stream()
                .filter(sink -> sink instanceof SinkConfig.Http http && speaks(http, dialect.label()))
                .map(SinkConfig::name)
                .toList();
        if (!names.contains(upstream.sink())) {
            throw node.error("sink", upstream.sink(), "an http sink of this dialect: " + String.join(", ", names));
        }
        List<String> routes = dialect.routes().stream().map(Route::path).toList();
        for (String route : upstream.deadlines().keySet()) {
            if (!routes.contains(route)) {
                throw node.node("deadlines").error(route, "no route", "a path of " + dialect.label());
            }
        }
    }

    private static boolean speaks(SinkConfig.Http sink, String dialect) {
        return sink.options().dialects().isEmpty() || sink.options().dialects().contains(dialect);
    }

    private static void check(ConfigNode node, Dialect dialect, Map<String, String> contents) throws ConfigException {
        for (Map.Entry<String, String> content : contents.entrySet()) {
            try {
                dialect.checkFallback(content.getKey(), content.getValue());
            } catch (IllegalArgumentException invalid) {
                throw node.error(node.path() + "." + content.getKey() + ": " + invalid.getMessage());
            }
        }
    }
}
