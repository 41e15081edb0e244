package dev.weir.server.config;

import dev.weir.event.Section;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Reads whom a section asks while a page waits, per dialect. */
final class UpstreamReader {

    private static final Duration DEFAULT_DEADLINE = Duration.ofMillis(250);
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofSeconds(30);

    private UpstreamReader() {}

    static Map<String, Section.Upstream> read(ConfigNode node) throws ConfigException {
        Map<String, Section.Upstream> upstreams = new HashMap<>();
        for (String dialect : node.keys()) {
            ConfigNode upstream = node.node(dialect);
            Map<String, Duration> deadlines = new HashMap<>();
            ConfigNode routes = upstream.node("deadlines");
            for (String route : routes.keys()) {
                deadlines.put(route, routes.duration(route, DEFAULT_DEADLINE, LEAST, MOST));
            }
            upstreams.put(
                    dialect,
                    new Section.Upstream(
                            upstream.text("sink"),
                            upstream.duration("deadline", DEFAULT_DEADLINE, LEAST, MOST),
                            deadlines));
            upstream.refuseUnknownKeys();
        }
        return upstreams;
    }
}
