package dev.weir.server.config;

import dev.weir.event.EventType;
import dev.weir.event.Priority;
import dev.weir.ingest.overload.OverloadOptions;
import java.time.Duration;
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
        Duration target = node.duration(
                "target-delay", fallback.targetDelay(), OverloadOptions.LEAST_TARGET, OverloadOptions.MOST_TARGET);
        OverloadOptions options = new OverloadOptions(
                true,
                target,
                node.duration("interval", usualInterval(target), target, OverloadOptions.MOST_INTERVAL),
                node.duration(
                        "retry-after", fallback.retryAfter(), OverloadOptions.LEAST_RETRY, OverloadOptions.MOST_RETRY),
                node.duration("patience", fallback.patience(), target, OverloadOptions.MOST_PATIENCE),
                waiting(node, fallback),
                reserve(node, fallback));
        node.refuseUnknownKeys();
        return options;
    }

    private static double reserve(ConfigNode node, OverloadOptions fallback) throws ConfigException {
        double reserve = node.share("reserve", fallback.reserve());
        if (reserve > OverloadOptions.MOST_RESERVE) {
            throw node.error("reserve", Double.toString(reserve), "0 to " + OverloadOptions.MOST_RESERVE);
        }
        return reserve;
    }

    private static int waiting(ConfigNode node, OverloadOptions fallback) throws ConfigException {
        int waiting = node.count("waiting", fallback.waiting());
        if (waiting > OverloadOptions.MOST_WAITING) {
            throw node.error("waiting", Integer.toString(waiting), "0 to " + OverloadOptions.MOST_WAITING);
        }
        return waiting;
    }

    /** CoDel's own, but for a target that is longer than a twentieth of it (RFC 8289, 4.3). */
    private static Duration usualInterval(Duration target) {
        Duration usual = target.multipliedBy(20);
        Duration least = OverloadOptions.LEAST_USUAL_INTERVAL;
        Duration most = OverloadOptions.MOST_INTERVAL;
        return usual.compareTo(least) < 0 ? least : usual.compareTo(most) > 0 ? most : usual;
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
