package dev.weir.server.config;

import dev.weir.event.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sees to it that each vendor gets its own dialect alone: the requests of another hold that one's keys. Where the sections
 * that use an HTTP sink leave no doubt, the config need not say which dialect its vendor speaks.
 */
final class VendorsDialects {

    private static final List<String> ALL =
            Dialects.unsealed().stream().map(dialect -> dialect.label()).toList();

    private VendorsDialects() {}

    /** The sinks, each HTTP sink with its dialects. */
    static List<SinkConfig> settle(ConfigNode root, List<SinkConfig> sinks, List<Section> sections)
            throws ConfigException {
        List<SinkConfig> settled = new ArrayList<>();
        for (SinkConfig sink : sinks) {
            settled.add(sink instanceof SinkConfig.Http http ? settle(root, http, sections) : sink);
        }
        return settled;
    }

    private static SinkConfig settle(ConfigNode root, SinkConfig.Http sink, List<Section> sections)
            throws ConfigException {
        Set<String> told = sink.options().dialects();
        String path = "sinks." + sink.name() + ".dialects";
        if (!ALL.containsAll(told)) {
            throw root.error(path, String.join(", ", new TreeSet<>(told)), "some of " + String.join(", ", ALL));
        }
        Set<String> needed = needed(sink.name(), sections);
        Set<String> dialects = told.isEmpty() ? needed : told;
        if (dialects.size() > 1 && told.isEmpty()) {
            throw root.error(path, "missing", "which of " + String.join(", ", needed) + " this vendor speaks");
        }
        refuseMissingKeys(root, sink.name(), dialects, sections);
        return new SinkConfig.Http(sink.options().speaking(dialects), sink.outlet());
    }

    private static Set<String> needed(String sink, List<Section> sections) {
        Set<String> needed = new TreeSet<>();
        for (Section section : sections) {
            if (section.mayGive(sink)) {
                needed.addAll(section.keys().keySet());
            }
            section.upstreams().forEach((dialect, upstream) -> {
                if (upstream.sink().equals(sink)) {
                    needed.add(dialect);
                }
            });
        }
        return needed;
    }

    /** With nothing to show to the vendor, every event would be refused there. */
    private static void refuseMissingKeys(ConfigNode root, String sink, Set<String> dialects, List<Section> sections)
            throws ConfigException {
        for (Section section : sections) {
            for (String dialect : dialects) {
                Section.Upstream upstream = section.upstreams().get(dialect);
                boolean isUsed = section.mayGive(sink)
                        || (upstream != null && upstream.sink().equals(sink));
                List<Section.Key> keys = section.keys().get(dialect);
                if (isUsed && keys != null && keys.isEmpty()) {
                    throw root.error(
                            "sections." + section.name() + "." + dialect,
                            "no keys",
                            "the vendor's own key, for what goes to sink " + sink);
                }
            }
        }
    }
}
