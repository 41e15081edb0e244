package dev.weir.live;

import dev.weir.event.EventType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which requests a watcher wants to see: those that match all that is given. Immutable. */
public final class LiveFilter {

    /** Of requests that found no section, or no dialect. */
    public static final String NONE = "none";

    public static final LiveFilter ALL = new LiveFilter(Map.of());

    private static final int MAX_NAMED = 30;
    private static final List<String> NAMES = List.of("section", "dialect", "type", "outcome", "device");
    private static final List<String> STATUS_CLASSES = List.of("2xx", "3xx", "4xx", "5xx");

    private final @Nullable String section;
    private final @Nullable String dialect;
    private final @Nullable String type;
    private final @Nullable String outcome;
    private final @Nullable String device;

    private LiveFilter(Map<String, String> values) {
        this.section = values.get("section");
        this.dialect = values.get("dialect");
        this.type = values.get("type");
        this.outcome = values.get("outcome");
        this.device = values.get("device");
    }

    /**
     * Reads the filters of a query.
     *
     * @param sections the names that there are
     * @param dialects the labels that there are
     * @throws IllegalArgumentException naming the filter and what was expected, but not what was found
     */
    public static LiveFilter of(Map<String, String> values, Collection<String> sections, Collection<String> dialects) {
        for (String name : values.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown filter (expected: " + String.join(", ", NAMES) + "; or after)");
            }
        }
        require("section", values, withNone(sections));
        require("dialect", values, withNone(dialects));
        require("type", values, types());
        require("outcome", values, outcomes());
        String device = values.get("device");
        if (device != null && !PlainId.isPlain(device)) {
            throw new IllegalArgumentException(
                    "device: no id (expected: at most " + PlainId.MAX_CHARS + " letters, digits or -_.:/|#=~)");
        }
        return new LiveFilter(values);
    }

    boolean matches(SeenRequest request) {
        return (section == null || section.equals(orNone(request.section())))
                && (dialect == null || dialect.equals(orNone(request.dialect())))
                && (outcome == null || hasOutcome(request, outcome))
                && (type == null || hasType(request, type))
                && (device == null || isOfDevice(request, device));
    }

    /** Whether it matters to who looks in this way that requests in this ring were left out. */
    boolean matchesRing(String name) {
        return section == null || section.equals(name) || name.equals(LiveLog.REST);
    }

    static String orNone(@Nullable String name) {
        return name == null ? NONE : name;
    }

    private static boolean hasOutcome(SeenRequest request, String wanted) {
        return wanted.endsWith("xx")
                ? request.status() / 100 == wanted.charAt(0) - '0'
                : wanted.equals(request.outcome().label());
    }

    private static boolean hasType(SeenRequest request, String wanted) {
        for (SeenEvent event : request.events()) {
            if (event.type() != null && event.type().label().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfDevice(SeenRequest request, String wanted) {
        if (wanted.equals(request.device())) {
            return true;
        }
        for (SeenEvent event : request.events()) {
            if (wanted.equals(event.device())) {
                return true;
            }
        }
        return false;
    }

    private static void require(String name, Map<String, String> values, Collection<String> expected) {
        String value = values.get(name);
        if (value != null && !expected.contains(value)) {
            List<String> some = expected.stream().limit(MAX_NAMED).toList();
            String more = some.size() < expected.size() ? ", ..." : "";
            throw new IllegalArgumentException(name + ": unknown (expected: " + String.join(", ", some) + more + ")");
        }
    }

    private static Collection<String> withNone(Collection<String> names) {
        TreeSet<String> all = new TreeSet<>(names);
        all.add(NONE);
        return all;
    }

    private static Collection<String> types() {
        List<String> labels = new ArrayList<>();
        for (EventType type : EventType.values()) {
            labels.add(type.label());
        }
        return labels;
    }

    private static Collection<String> outcomes() {
        List<String> labels = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            labels.add(outcome.label());
        }
        labels.addAll(STATUS_CLASSES);
        return labels;
    }
}
