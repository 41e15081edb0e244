package dev.weir.ingest.beacon;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Route;
import dev.weir.live.Sighting;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which dialect serves a path: the one that names it, or else the one that names its folder. Immutable. */
final class Routes {

    private static final String ANY_SEGMENT = "*";

    private static final int MAX_SHOWN_SEGMENTS = 8;

    private final Map<String, Path> paths = new HashMap<>();
    /** The words between the slashes of all routes. */
    private final Set<String> words = new HashSet<>();

    Routes(Collection<Dialect> dialects) {
        Map<String, Map<String, Target>> targets = new HashMap<>();
        for (Dialect dialect : dialects) {
            for (Route route : dialect.routes()) {
                words.addAll(List.of(route.path().split("/", -1)));
                Target other = targets.computeIfAbsent(route.path(), unused -> new TreeMap<>())
                        .putIfAbsent(route.method(), new Target(dialect, route, null));
                if (other != null) {
                    throw new IllegalArgumentException(
                            route + " is served by both " + other.dialect().label() + " and " + dialect.label());
                }
            }
        }
        targets.forEach((path, byMethod) ->
                paths.put(path, new Path(byMethod, allow(byMethod), new Route("", path).isPattern())));
    }

    /** The methods of a path, or null if nothing is there. */
    @Nullable
    Path path(String path) {
        // Fast path: every route that carries events is exact.
        Path exact = paths.get(path);
        return exact != null && !exact.isPattern() ? exact : patternOf(path);
    }

    /** The pattern that a path is of, or null. */
    private @Nullable Path patternOf(String path) {
        int end = path.lastIndexOf('/') + 1;
        return AnySegment.isIn(path, end) ? paths.get(path.substring(0, end) + ANY_SEGMENT) : null;
    }

    /** What of a path may be shown: the words that are of some route; a star stands for any other. */
    String shown(String path) {
        StringBuilder shown = new StringBuilder();
        int segments = 0;
        for (int from = 0; from <= path.length() && segments < MAX_SHOWN_SEGMENTS; segments++) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String word = path.substring(from, end);
            shown.append(segments == 0 ? "" : "/").append(words.contains(word) ? word : ANY_SEGMENT);
            from = end + 1;
        }
        return shown.toString();
    }

    private static String allow(Map<String, Target> byMethod) {
        return String.join(", ", byMethod.keySet());
    }

    /**
     * Who serves one method of a path.
     *
     * @param sighting of the one request that this is for, if somebody looks; null of the route as such
     */
    record Target(Dialect dialect, Route route, @Nullable Sighting sighting) {

        Target seenBy(@Nullable Sighting sighting) {
            // Fast path: nobody looks.
            if (sighting == null) {
                return this;
            }
            sighting.onRoute(dialect.label(), route.path());
            return new Target(dialect, route, sighting);
        }
    }

    /**
     * What is at a path.
     *
     * @param allow the value of the Allow header
     * @param isPattern whether its last segment may be any
     */
    record Path(Map<String, Target> byMethod, String allow, boolean isPattern) {

        @Nullable
        Target target(String method) {
            return byMethod.get(method);
        }

        /** One of its methods, in whose form of error a wrong one is answered: all mean much the same. */
        Target any() {
            return byMethod.values().iterator().next();
        }
    }
}
