package dev.weir.upstream;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which stream was the last that each connection's GOAWAY promised to act on (RFC 9113, 6.8). The exception that a closed
 * stream fails with tells of the GOAWAY too, but in Vert.x 5.2.0 reading it fails, because its buffer is released by then.
 * Confined to one event loop.
 */
final class Farewells {

    private final Map<HttpConnection, Integer> lastStreams = new WeakHashMap<>();

    /** HTTP/1.1 knows no GOAWAY, and asking it to tell of one is an error. */
    void watch(HttpConnection connection) {
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            connection.goAwayHandler(goAway -> lastStreams.put(connection, goAway.getLastStreamId()));
        }
    }

    /** Whether the upstream has said that it did not act on this request. */
    boolean excluded(@Nullable HttpClientRequest request) {
        if (request == null) {
            return false;
        }
        Integer last = lastStreams.get(request.connection());
        return last != null && request.streamId() > last;
    }
}
