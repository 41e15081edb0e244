package dev.weir.ingest.beacon;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Route;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which dialect serves a path. Immutable. */
final class Routes {

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
        targets.forEach((path, byMethod) -> paths.put(path, new Path(byMethod, allow(byMethod))));
    }

    /** The methods of a path, or null if nothing is there. */
    @Nullable
    Path path(String path) {
        return paths.get(path);
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
     */
    record Path(Map<String, Target> byMethod, String allow) {

        @Nullable
        Target target(String method) {
            return byMethod.get(method);
        }

        /** Whose form of error a wrong method is answered in. */
        Dialect dialect() {
            return List.copyOf(byMethod.values()).get(0).dialect();
        }
    }
}
