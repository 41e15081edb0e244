package dev.weir.server;

import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what differs between two configs and takes a restart: all but sections, what they share, and how sinks are fed. Options
 * that are added to the config take one, unless they are named here.
 */
final class FixedOptions {

    private static final String RESTART = ": changed (expected: as it was at the start, since this takes a restart)";

    /** Components of the config that change while the server works; sinks are looked at one by one. */
    private static final Set<String> LIVE = Set.of("crawlers", "unknownSections", "sections", "sinks");

    /** Where components stand in the file, if not under their own names. */
    private static final Map<String, String> PLACES = Map.of(
            "connections", "server",
            "front", "server",
            "assets", "server",
            "telemetry", "server",
            "transport", "server.transport",
            "kafka", "journal.kafka",
            "drainTimeout", "server.drain-timeout",
            "maxSessions", "sessions.max");

    /** What is otherwise below {@code server}, and has another place in the file. */
    private static final Map<String, String> ELSEWHERE =
            Map.of("server.otlp", "metrics.otlp", "server.tracing", "tracing");

    /** Of a sink, what is called otherwise in the file; what stands for nothing there is empty. */
    private static final Map<String, String> SINK_PLACES = Map.of("upstream", "", "baseUri", "url");

    private FixedOptions() {}

    /** The first such option, with what is wrong about it; null if there is none. */
    static @Nullable String firstChanged(WeirConfig before, WeirConfig after) {
        for (RecordComponent component : WeirConfig.class.getRecordComponents()) {
            if (!LIVE.contains(component.getName())) {
                String place = PLACES.getOrDefault(component.getName(), kebab(component.getName()));
                String path = changed(place, value(component, before), value(component, after));
                if (path != null) {
                    return inFile(path) + RESTART;
                }
            }
        }
        return ofSinks(before, after);
    }

    private static String inFile(String path) {
        for (Map.Entry<String, String> moved : ELSEWHERE.entrySet()) {
            if (path.startsWith(moved.getKey())) {
                return moved.getValue() + path.substring(moved.getKey().length());
            }
        }
        return path;
    }

    private static @Nullable String ofSinks(WeirConfig before, WeirConfig after) {
        Map<String, SinkConfig> old = new HashMap<>();
        before.sinks().forEach(sink -> old.put(sink.name(), sink));
        for (SinkConfig sink : after.sinks()) {
            SinkConfig known = old.remove(sink.name());
            String path = "sinks." + sink.name();
            if (known == null) {
                return path + ": added (expected: the sinks of the start, since this takes a restart)";
            }
            String changed =
                    known.getClass() == sink.getClass() ? changed(path, options(known), options(sink)) : path + ".type";
            if (changed != null) {
                return changed + RESTART;
            }
        }
        if (old.isEmpty()) {
            return null;
        }
        String gone = old.keySet().iterator().next();
        return "sinks." + gone + ": removed (expected: the sinks of the start, since this takes a restart)";
    }

    /** All but how it is fed. */
    private static Object options(SinkConfig sink) {
        if (sink instanceof SinkConfig.Http http) {
            return http.options();
        }
        return sink instanceof SinkConfig.Kafka kafka ? kafka.options() : ((SinkConfig.File) sink).options();
    }

    /** The path of the first value that differs; no values, for they may be secrets. */
    private static @Nullable String changed(String path, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(before, after)) {
            return null;
        }
        if (before == null
                || after == null
                || before.getClass() != after.getClass()
                || !before.getClass().isRecord()) {
            return path;
        }
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            String name = SINK_PLACES.getOrDefault(component.getName(), kebab(component.getName()));
            String within = name.isEmpty() ? path : path + "." + name;
            String changed = changed(within, value(component, before), value(component, after));
            if (changed != null) {
                return changed;
            }
        }
        return path;
    }

    private static @Nullable Object value(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException("option " + component.getName() + " cannot be read", hidden);
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
