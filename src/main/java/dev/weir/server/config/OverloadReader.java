package dev.weir.server.config;

import dev.weir.event.EventType;
import dev.weir.event.Priority;
import dev.weir.ingest.overload.OverloadOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads when requests are refused for want of time, and which first. */
final class OverloadReader {

    private OverloadReader() {}

    static OverloadOptions read(ConfigNode root) throws ConfigException {
        ConfigNode node = root.nodeUnlessOff("overload");
        if (node == null) {
            return OverloadOptions.OFF;
        }
        OverloadOptions fallback = OverloadOptions.DEFAULT;
        OverloadOptions options = new OverloadOptions(
                true,
                node.duration(
                        "target-delay",
                        fallback.targetDelay(),
                        OverloadOptions.LEAST_TARGET,
                        OverloadOptions.MOST_TARGET),
                node.duration(
                        "interval", fallback.interval(), OverloadOptions.LEAST_TARGET, OverloadOptions.MOST_INTERVAL),
                node.duration(
                        "retry-after", fallback.retryAfter(), OverloadOptions.LEAST_RETRY, OverloadOptions.MOST_RETRY),
                node.share("reserve", fallback.reserve()));
        node.refuseUnknownKeys();
        return options;
    }

    /** By type of event. */
    static Map<EventType, Priority> priorities(ConfigNode node) throws ConfigException {
        Map<EventType, Priority> priorities = new EnumMap<>(EventType.class);
        for (String label : node.keys()) {
            EventType type = type(node, label);
            priorities.put(type, node.choice(label, type.usualPriority(), List.of(Priority.values())));
        }
        return priorities;
    }

    private static EventType type(ConfigNode node, String label) throws ConfigException {
        List<String> labels = new ArrayList<>();
        for (EventType type : EventType.values()) {
            if (type.label().equals(label)) {
                return type;
            }
            labels.add(type.label());
        }
        throw node.error(label, "unknown event", "one of " + String.join(", ", labels));
    }
}
