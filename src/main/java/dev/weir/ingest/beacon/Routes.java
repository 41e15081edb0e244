package dev.weir.ingest.beacon;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Route;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which dialect serves a path: the one that names it, or else the one that names its folder. Immutable. */
final class Routes {

    private static final String ANY_SEGMENT = "*";

    private final Map<String, Path> paths = new HashMap<>();

    Routes(Collection<Dialect> dialects) {
        Map<String, Map<String, Target>> targets = new HashMap<>();
        for (Dialect dialect : dialects) {
            for (Route route : dialect.routes()) {
                Target other = targets.computeIfAbsent(route.path(), unused -> new TreeMap<>())
                        .putIfAbsent(route.method(), new Target(dialect, route));
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

    private static String allow(Map<String, Target> byMethod) {
        return String.join(", ", byMethod.keySet());
    }

    /** Who serves one method of a path. */
    record Target(Dialect dialect, Route route) {}

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
