package dev.weir.admin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what was asked for. Immutable. */
final class AdminRoutes {

    private final List<Pattern> patterns = new ArrayList<>();
    private final Map<String, StreamEndpoint> streams = new HashMap<>();

    /** @throws IllegalArgumentException if two have one method and path */
    AdminRoutes(List<Endpoint> endpoints, List<StreamEndpoint> streamed) {
        for (Endpoint endpoint : endpoints) {
            for (Pattern other : patterns) {
                if (other.endpoint.method().equals(endpoint.method())
                        && other.endpoint.path().equals(endpoint.path())) {
                    throw new IllegalArgumentException(endpoint.method() + " " + endpoint.path() + " is there twice");
                }
            }
            patterns.add(new Pattern(endpoint, List.of(endpoint.path().split("/", -1))));
        }
        for (StreamEndpoint stream : streamed) {
            streams.put(stream.path(), stream);
        }
    }

    @Nullable
    StreamEndpoint stream(String path) {
        return streams.get(path);
    }

    /** What is there to be done at a path by a method; null for nothing. */
    @Nullable
    Found find(String method, String path) {
        List<String> segments = List.of(path.split("/", -1));
        for (Pattern pattern : patterns) {
            Map<String, String> places = pattern.endpoint.method().equals(method) ? pattern.match(segments) : null;
            if (places != null) {
                return new Found(pattern.endpoint, places);
            }
        }
        return null;
    }

    /** The methods that something is done by at a path, in the form of an {@code Allow} header; empty for none. */
    String methods(String path) {
        List<String> segments = List.of(path.split("/", -1));
        TreeSet<String> methods = new TreeSet<>();
        for (Pattern pattern : patterns) {
            if (pattern.match(segments) != null) {
                methods.add(pattern.endpoint.method());
            }
        }
        if (streams.containsKey(path)) {
            methods.add("GET");
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    record Found(Endpoint endpoint, Map<String, String> places) {}

    private record Pattern(Endpoint endpoint, List<String> wanted) {

        @Nullable
        Map<String, String> match(List<String> segments) {
            if (segments.size() != wanted.size()) {
                return null;
            }
            Map<String, String> places = new HashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String name = wanted.get(i);
                if (name.startsWith("{")) {
                    places.put(name.substring(1, name.length() - 1), segments.get(i));
                } else if (!name.equals(segments.get(i))) {
                    return null;
                }
            }
            return places;
        }
    }
}
