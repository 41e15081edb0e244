package dev.weir.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnection;
import java.time.Duration;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the connections of one pool. Confined to one event loop.
 *
 * <p>Each has a lifetime. The pool of Vert.x 5.2.0 has such a bound too, but applies it to connections that are idle at that
 * moment, and a busy one never is. Over HTTP/2 the connection says GOAWAY and ends with its last request; over HTTP/1.1 the
 * next request says that it is the last one (RFC 9112, 9.6), for the pool would go on using a connection that is being closed.
 *
 * <p>Each HTTP/2 connection is pinged, whether or not it is busy: a request that is sent over an idle connection whose other
 * end has vanished would be one of which nobody knows what became of it. One that gives no sign of life in time is closed, so
 * that its requests fail, and are made again over another. HTTP/1.1 has no PING; there the deadline of a request must do.
 *
 * <p>Each HTTP/2 connection is asked which stream was the last that a GOAWAY promised to act on (RFC 9113, 6.8). The exception
 * that a closed stream fails with tells of the GOAWAY too, but in Vert.x 5.2.0 reading it fails, because its buffer is
 * released by then.
 */
final class Connections {

    private static final long NONE = -1;
    private static final int MAX_FLUSHES_CONSOLIDATED = 256;

    private final Vertx vertx;
    private final UpstreamOptions options;
    private final Duration farewell;
    private final PoolMeters meters;
    private final IdentityHashMap<HttpConnection, Tended> tended = new IdentityHashMap<>();

    /** @param farewell what requests under way may still take when a connection's time is over */
    Connections(Vertx vertx, UpstreamOptions options, Duration farewell, PoolMeters meters) {
        this.meters = meters;
        this.vertx = vertx;
        this.options = options;
        this.farewell = farewell;
    }

    /** There is a new connection. */
    void onConnect(HttpConnection connection) {
        Tended state = new Tended();
        tended.put(connection, state);
        meters.onConnected();
        state.lifetimeTimer =
                vertx.setTimer(options.connectionLifetime().toMillis(), expired -> retire(connection, state));
        connection.closeHandler(closed -> onClose(connection, state));
        // Its requests tell; Vert.x would also log it as an error.
        connection.exceptionHandler(failure -> {});
        tendHttp2(connection, state);
    }

    /** A request is about to leave. Returns what is to be asked about its connection, which may be gone by then. */
    @Nullable
    Tended onSend(HttpClientRequest request) {
        HttpConnection connection = request.connection();
        Tended state = tended.get(connection);
        if (state == null) {
            return null;
        }
        if (!state.isHttp2) {
            // It may have been upgraded since.
            tendHttp2(connection, state);
        }
        if (state.isRetired && !state.isHttp2) {
            request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        return state;
    }

    /** HTTP/1.1 knows neither PING nor GOAWAY, and asking it to tell of one is an error. */
    private void tendHttp2(HttpConnection connection, Tended state) {
        if (connection.protocolVersion() != HttpVersion.HTTP_2) {
            return;
        }
        state.isHttp2 = true;
        consolidateFlushes(connection);
        connection.goAwayHandler(goAway -> state.lastStream = goAway.getLastStreamId());
        state.pingTimer = vertx.setPeriodic(options.pingInterval().toMillis(), due -> ping(connection, state));
    }

    /**
     * Vert.x 5.2.0 flushes after each request, which is a system call each. With this all that is written during one turn of
     * the event loop goes out at its end.
     */
    private static void consolidateFlushes(HttpConnection connection) {
        if (connection instanceof HttpClientConnection internal) {
            ChannelHandlerContext http2 = internal.channelHandlerContext();
            http2.pipeline()
                    .addBefore(http2.name(), null, new FlushConsolidationHandler(MAX_FLUSHES_CONSOLIDATED, true));
        }
    }

    private void ping(HttpConnection connection, Tended state) {
        if (state.pongTimer != NONE) {
            return;
        }
        state.pongTimer = vertx.setTimer(options.pingTimeout().toMillis(), silent -> connection.close());
        connection.ping(Buffer.buffer(Long.BYTES).appendLong(0)).onSuccess(alive -> {
            vertx.cancelTimer(state.pongTimer);
            state.pongTimer = NONE;
        });
    }

    private void retire(HttpConnection connection, Tended state) {
        state.isRetired = true;
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            connection.shutdown(farewell);
        }
    }

    private void onClose(HttpConnection connection, Tended state) {
        if (tended.remove(connection) != null) {
            meters.onDisconnected();
        }
        vertx.cancelTimer(state.lifetimeTimer);
        vertx.cancelTimer(state.pingTimer);
        vertx.cancelTimer(state.pongTimer);
    }

    /** What is known of a connection; it outlives it until its last request has been told. */
    static final class Tended {
        private long lifetimeTimer = NONE;
        private long pingTimer = NONE;
        private long pongTimer = NONE;
        private long lastStream = NONE;
        private boolean isHttp2;
        private boolean isRetired;

        /** Whether the upstream has said, by a GOAWAY, that it did not act on this request. */
        boolean excluded(HttpClientRequest request) {
            return lastStream != NONE && request.streamId() > lastStream;
        }
    }
}
