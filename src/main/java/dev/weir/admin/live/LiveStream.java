package dev.weir.admin.live;

import dev.weir.live.LiveFilter;
import dev.weir.live.LiveLog;
import dev.weir.live.Watcher;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One watcher's stream of server-sent events. Writes as fast as the client reads, and lets the watcher's bounded queue take
 * care of the rest. Confined to one event loop.
 */
final class LiveStream {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration TICK = Duration.ofSeconds(1);
    /** Beyond it others of this event loop have their turn first. */
    private static final int MESSAGES_A_TURN = 64;

    private static final int RECONNECT_MILLIS = 2_000;

    private final HttpServerResponse response;
    private final LiveLog log;
    private final Vertx vertx;
    private final Context loop;
    private @Nullable Watcher watcher;
    private long heartbeat;
    private long tick;

    private LiveStream(HttpServerResponse response, LiveLog log, Vertx vertx) {
        this.response = response;
        this.log = log;
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
    }

    /** Returns false when as many look as may, and the response is untouched. */
    static boolean tryBegin(HttpServerResponse response, LiveLog log, LiveFilter filter, long after, Vertx vertx) {
        LiveStream stream = new LiveStream(response, log, vertx);
        Watcher watcher = log.tryWatch(filter, after, stream::onSome);
        if (watcher == null) {
            return false;
        }
        stream.begin(watcher);
        return true;
    }

    /** What an answer to HEAD has of it. */
    static void putHeaders(HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // A compressor would keep messages back until it has a block full of them; so would some proxies.
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("x-accel-buffering", "no")
                .setChunked(true);
    }

    private void begin(Watcher found) {
        watcher = found;
        putHeaders(response);
        response.closeHandler(unused -> end());
        response.exceptionHandler(gone -> end());
        response.drainHandler(unused -> pump());
        heartbeat = vertx.setPeriodic(HEARTBEAT.toMillis(), unused -> beat());
        tick = vertx.setPeriodic(TICK.toMillis(), unused -> log.tick());
        response.write("retry: " + RECONNECT_MILLIS + "\n\n");
        pump();
    }

    /** On any thread. */
    private void onSome() {
        loop.runOnContext(unused -> pump());
    }

    private void pump() {
        Watcher looking = watcher;
        if (looking == null || response.closed() || response.writeQueueFull()) {
            // The drain handler comes back.
            return;
        }
        looking.onAwake();
        Buffer turn = Buffer.buffer();
        int messages = 0;
        for (byte[] next = looking.poll(); next != null; next = looking.poll()) {
            turn.appendBytes(next);
            if (++messages == MESSAGES_A_TURN) {
                onSome();
                break;
            }
        }
        if (turn.length() > 0) {
            response.write(turn);
        }
    }

    /** A comment: it keeps the connection from being idle, and shows that the client has gone. */
    private void beat() {
        if (!response.closed() && !response.writeQueueFull()) {
            response.write(":\n\n");
        }
    }

    private void end() {
        Watcher gone = watcher;
        watcher = null;
        if (gone == null) {
            return;
        }
        vertx.cancelTimer(heartbeat);
        vertx.cancelTimer(tick);
        log.leave(gone);
        vertx.setTimer(log.keepFor().plus(TICK).toMillis(), unused -> log.tick());
    }
}
