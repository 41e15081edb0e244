package dev.weir.ingest.beacon;

import dev.weir.dialect.Answer;
import dev.weir.event.Rejection;
import dev.weir.ingest.client.IpAddress;
import dev.weir.live.LiveLog;
import dev.weir.live.Sighting;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of requests goes into the live log, if anybody looks at it. Confined to one event loop. */
final class Sightings {

    /** What stands for a text of the client's that is not shown. */
    static final String HIDDEN = "*";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE");

    private final LiveLog live;
    private final Routes routes;
    private final Callers callers;

    Sightings(LiveLog live, Routes routes, Callers callers) {
        this.live = live;
        this.routes = routes;
        this.callers = callers;
    }

    /** Null while nobody looks, which is all that this costs then. */
    @Nullable
    Sighting begin(HttpServerRequest request) {
        return live.isWatched() ? see(request) : null;
    }

    /** A request that cannot be read has been answered. */
    void refusedUnread(HttpServerRequest request, Rejection rejection, Answer answer) {
        if (live.isWatched()) {
            refused(live.begin(HIDDEN, HIDDEN, client(request)), rejection, answer);
        }
    }

    static void refused(@Nullable Sighting sighting, Rejection rejection, Answer answer) {
        if (sighting != null) {
            sighting.onRejected(rejection);
            sighting.end(answer.status(), null);
        }
    }

    private Sighting see(HttpServerRequest request) {
        String method = request.method().name();
        String path = request.path();
        return live.begin(
                METHODS.contains(method) ? method : HIDDEN,
                path == null ? HIDDEN : routes.shown(path),
                client(request));
    }

    private @Nullable String client(HttpServerRequest request) {
        IpAddress address = IpAddress.ofSocket(callers.address(request));
        return address == null ? null : address.network();
    }
}
