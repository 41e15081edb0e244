package dev.weir.upstream;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A pool of connections to one upstream. Used on one event loop, which then has all of its connections; may be closed from
 * any thread.
 */
public final class UpstreamClient {

    /** RFC 9113, 8.7. */
    private static final long REFUSED_STREAM = 7;

    private static final int UNLIMITED = -1;
    private static final Handler<Throwable> TOLD = failure -> {};

    private final String host;
    private final int port;
    private final long connectMillis;
    private final HttpClient pool;
    private final WebClient client;
    private final Connections connections;
    private final PoolMeters meters;

    private UpstreamClient(
            Vertx vertx,
            UpstreamOptions upstream,
            Duration longest,
            int maxWaiting,
            int maxStreams,
            PoolMeters meters) {
        this.meters = meters;
        this.host = upstream.baseUri().getHost();
        this.port = upstream.port();
        WebClientOptions options = WebClients.options(upstream, longest, maxStreams);
        this.connectMillis = options.getConnectTimeout();
        this.connections = new Connections(vertx, upstream, longest, meters);
        this.pool = WebClients.create(vertx, options, upstream, maxWaiting, connections::onConnect);
        this.client = WebClient.wrap(pool, options).addInterceptor(this::follow);
    }

    /**
     * Connects with the first request; each connection carries as many requests at once as the upstream allows.
     *
     * @param longest what a request may take at most; the caller sees to it, only connecting is bounded by it here, and what
     *     a connection whose time is over may still take
     * @param maxWaiting the most requests that wait for a connection
     */
    public static UpstreamClient open(Vertx vertx, UpstreamOptions upstream, Duration longest, int maxWaiting) {
        return open(vertx, upstream, longest, maxWaiting, PoolMeters.UNSEEN);
    }

    /** The same, in sight. {@code meters}: show the pool; several may share them. */
    public static UpstreamClient open(
            Vertx vertx, UpstreamOptions upstream, Duration longest, int maxWaiting, PoolMeters meters) {
        return new UpstreamClient(vertx, upstream, longest, maxWaiting, UNLIMITED, meters);
    }

    /**
     * The same for a number of requests at once that is known, and is shared among all connections: without that the first
     * would carry them all, and a packet that is lost hold them all up.
     *
     * @param maxInFlight the most requests at once, those that wait for a connection included
     */
    public static UpstreamClient openShared(Vertx vertx, UpstreamOptions upstream, Duration longest, int maxInFlight) {
        return openShared(vertx, upstream, longest, maxInFlight, PoolMeters.UNSEEN);
    }

    /** The same, in sight. {@code meters}: show the pool. */
    public static UpstreamClient openShared(
            Vertx vertx, UpstreamOptions upstream, Duration longest, int maxInFlight, PoolMeters meters) {
        int share = (maxInFlight + upstream.connections() - 1) / upstream.connections();
        return new UpstreamClient(vertx, upstream, longest, maxInFlight, share, meters);
    }

    /** The same, where those who send wait for each other beyond that: {@code maxWaiting} at most. */
    public static UpstreamClient openShared(
            Vertx vertx,
            UpstreamOptions upstream,
            Duration longest,
            int maxInFlight,
            int maxWaiting,
            PoolMeters meters) {
        int share = (maxInFlight + upstream.connections() - 1) / upstream.connections();
        return new UpstreamClient(vertx, upstream, longest, maxWaiting, share, meters);
    }

    /** Sends a request; for as long as connecting may take, it waits for a connection. */
    public Future<HttpResponse<Void>> send(Transfer transfer) {
        return send(transfer, connectMillis);
    }

    /**
     * Sends a request.
     *
     * @param waitMillis how long it waits for a connection at most, more than 0
     * @return completed on the caller's event loop once the whole answer is there, or will not be
     * @throws RuntimeException if it cannot be sent at all
     */
    public Future<HttpResponse<Void>> send(Transfer transfer, long waitMillis) {
        HttpRequest<Void> request = client.request(transfer.method(), port, host, transfer.uri())
                .connectTimeout(waitMillis)
                .as(transfer);
        Future<HttpResponse<Void>> answer =
                transfer.body() == null ? request.send() : request.sendBuffer(transfer.body());
        meters.onAsked();
        return answer.onComplete((unused, failure) -> meters.onEnded(transfer.isSent()));
    }

    /** Whether a failure says that the upstream did not act on the request. */
    public static boolean isTurnedAway(Throwable failure) {
        return failure instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
    }

    /** Lets what is under way end, within the limit. Nothing more is sent. */
    public void shutdown(Duration limit) {
        pool.shutdown(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    public void close() {
        client.close();
    }

    /** The web client itself offers no hold on a request under way: an interceptor does. */
    private void follow(HttpContext<?> context) {
        if (context.request().bodyCodec() instanceof Transfer transfer) {
            if (context.phase() == ClientPhase.SEND_REQUEST) {
                // Whatever fails, its future tells; Vert.x would also log each one as an error.
                context.clientRequest().exceptionHandler(TOLD);
                boolean isWanted = transfer.onSend(context.clientRequest());
                if (isWanted) {
                    meters.onSent();
                } else {
                    context.clientRequest().reset();
                    context.fail(new IllegalStateException("abandoned"));
                    return;
                }
                transfer.onConnection(connections.onSend(context.clientRequest()));
            }
            if (context.phase() == ClientPhase.RECEIVE_RESPONSE) {
                context.clientResponse().exceptionHandler(TOLD);
                transfer.onHead(
                        context.clientResponse().statusCode(),
                        context.clientResponse().headers());
                if (transfer.isCut()) {
                    context.fail(new IllegalStateException("longer than its bound"));
                    return;
                }
            }
        }
        context.next();
    }
}
