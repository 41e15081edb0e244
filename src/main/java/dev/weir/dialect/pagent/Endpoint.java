package dev.weir.dialect.pagent;

import dev.weir.dialect.Route;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls that this dialect serves. */
enum Endpoint {
    /** An array of events, each with its ids beside the rest. */
    V1("/v1/conversions", true, false),
    /** One event, its ids in {@code session_data}. */
    V2("/v2/conversions", false, true),
    /** An array of such events. */
    V2_BULK("/v2/conversions/bulk", true, true);

    static final List<Route> ROUTES =
            Arrays.stream(values()).map(e -> new Route("POST", e.path)).toList();

    private static final Endpoint[] ALL = values();

    private final String path;
    private final boolean batch;
    private final boolean sessionData;

    Endpoint(String path, boolean batch, boolean sessionData) {
        this.path = path;
        this.batch = batch;
        this.sessionData = sessionData;
    }

    /** The endpoint at this path, or null. */
    static @Nullable Endpoint of(String path) {
        for (Endpoint endpoint : ALL) {
            if (endpoint.path.equals(path)) {
                return endpoint;
            }
        }
        return null;
    }

    String path() {
        return path;
    }

    /** Whether the body is an array of events, and not one event. */
    boolean isBatch() {
        return batch;
    }

    /** The endpoint that takes many such events in one request. */
    Endpoint ofMany() {
        return this == V2 ? V2_BULK : this;
    }

    /** Whether an event has its ids in a {@code session_data} of their own. */
    boolean hasSessionData() {
        return sessionData;
    }
}
