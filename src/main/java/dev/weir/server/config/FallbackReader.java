package dev.weir.server.config;

import java.util.HashMap;
import java.util.Map;

/** Reads what a section's pages get when the upstream gives nothing, per dialect and name of content. */
final class FallbackReader {

    private FallbackReader() {}

    static Map<String, Map<String, String>> read(ConfigNode node) throws ConfigException {
        Map<String, Map<String, String>> fallbacks = new HashMap<>();
        for (String dialect : node.keys()) {
            ConfigNode contents = node.node(dialect);
            Map<String, String> byName = new HashMap<>();
            for (String name : contents.keys()) {
                byName.put(name, contents.text(name));
            }
            fallbacks.put(dialect, byName);
        }
        return fallbacks;
    }
}
