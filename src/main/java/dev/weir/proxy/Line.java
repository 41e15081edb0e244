package dev.weir.proxy;

import dev.weir.upstream.PoolMeters;
import dev.weir.upstream.Transfer;
import dev.weir.upstream.UpstreamClient;
import dev.weir.upstream.UpstreamOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One event loop's connections to one upstream. Confined to that loop, but for {@link #close}. */
final class Line {

    /** Pages do not wait as long as this, but the connection may serve those that come later. */
    private static final Duration MAX_CONNECT = Duration.ofSeconds(2);

    private static final Duration FAREWELL = Duration.ofSeconds(10);

    /**
     * A server may take many resets for an attack, and drop the whole connection with all that is under way: Netty's does after
     * 200 within 30 seconds. So a connection retires in time; what is under way over it, usually at most 100, may be reset too.
     */
    private static final int MAX_RESETS = 100;

    private static final long RENEWED_AT_MOST_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Vertx vertx;
    private final UpstreamOptions options;
    private final int maxWaiting;
    private final LongSupplier nanoTime;
    private final PoolMeters poolMeters;
    private final Map<HttpConnection, Integer> resets = new WeakHashMap<>();
    private UpstreamClient client;
    private long openedNanos;
    private int pool;
    private long answers;
    private boolean isClosed;

    Line(Vertx vertx, UpstreamOptions options, int maxWaiting, LongSupplier nanoTime, PoolMeters poolMeters) {
        this.poolMeters = poolMeters;
        this.vertx = vertx;
        this.options = options;
        this.maxWaiting = maxWaiting;
        this.nanoTime = nanoTime;
        this.client = open();
        this.openedNanos = nanoTime.getAsLong();
    }

    /** @param waitMillis how long to wait for a connection at most */
    Future<HttpResponse<Void>> send(Transfer transfer, long waitMillis) {
        return client.send(transfer, waitMillis);
    }

    /** Whether the upstream certainly did not act on a request that has failed. */
    boolean isTurnedAway(Transfer transfer, Throwable failure) {
        return UpstreamClient.isTurnedAway(failure) || transfer.isExcluded();
    }

    /** Which pool of connections is in use, by number. */
    int pool() {
        return pool;
    }

    /** Its stream was reset, if it had one. */
    void onReset(Transfer transfer) {
        HttpConnection connection = transfer.connection();
        if (connection == null || connection.protocolVersion() != HttpVersion.HTTP_2) {
            return;
        }
        if (resets.merge(connection, 1, Integer::sum) == MAX_RESETS) {
            transfer.retireConnection(FAREWELL);
        }
    }

    /** How often the upstream was heard of. */
    long answers() {
        return answers;
    }

    void onAnswer() {
        answers++;
    }

    /**
     * A request's time has passed without a word from the upstream, to this request or another. Connections that are dead, and
     * those that never come about, are got rid of; what is under way over living ones may end.
     */
    synchronized void renew() {
        long now = nanoTime.getAsLong();
        if (isClosed || now - openedNanos < RENEWED_AT_MOST_EVERY_NANOS) {
            return;
        }
        client.shutdown(FAREWELL);
        client = open();
        pool++;
        openedNanos = now;
    }

    synchronized void close() {
        isClosed = true;
        client.close();
    }

    private UpstreamClient open() {
        return UpstreamClient.open(vertx, options, MAX_CONNECT, maxWaiting, poolMeters);
    }
}
