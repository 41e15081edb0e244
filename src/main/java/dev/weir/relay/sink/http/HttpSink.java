package dev.weir.relay.sink.http;

import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import dev.weir.event.Section;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import dev.weir.upstream.Transfer;
import dev.weir.upstream.UpstreamClient;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sends each event to the vendor's server, as the dialect writes it. Requests are made on the relay's thread and handed to
 * one event loop a round at a time; that loop has all connections of this sink.
 */
public final class HttpSink implements Sink {

    private static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("idempotency-key");
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence OURSELVES = HttpHeaders.createOptimized("weir");
    private static final Map<String, HttpMethod> METHODS =
            Map.of("GET", HttpMethod.GET, "POST", HttpMethod.POST, "DELETE", HttpMethod.DELETE);

    private final HttpSinkOptions options;
    private final InstantSource clock;
    private final Vertx vertx;
    private final Context eventLoop;
    private final UpstreamClient client;
    private final String pathPrefix;
    private List<Sending> collected = new ArrayList<>();

    private HttpSink(HttpSinkOptions options, Vertx vertx, InstantSource clock) {
        this.options = options;
        this.clock = clock;
        this.vertx = vertx;
        this.eventLoop = vertx.getOrCreateContext();
        this.client = UpstreamClient.open(vertx, options.upstream(), options.timeout(), options.maxInFlight());
        this.pathPrefix = options.upstream().pathPrefix();
    }

    /** Connects with the first delivery. */
    public static HttpSink open(HttpSinkOptions options, Vertx vertx, InstantSource clock) {
        return new HttpSink(options, vertx, clock);
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public boolean takes(String dialect) {
        return options.dialects().isEmpty() || options.dialects().contains(dialect);
    }

    @Override
    public Order order() {
        return Order.DEVICE;
    }

    @Override
    public int maxInFlight() {
        return options.maxInFlight();
    }

    @Override
    public void resume(long nextSeq) {
        collected.clear();
    }

    @Override
    public void deliver(List<Delivery> batch, Completion completion) {
        Delivery delivery = batch.get(0);
        List<Section.Key> keys =
                delivery.section().keys().get(delivery.dialect().label());
        if (keys == null || keys.isEmpty()) {
            completion.complete(Result.refused(0, "the section has no key of this dialect"));
            return;
        }
        try {
            collected.add(sending(delivery, keys, completion));
        } catch (RuntimeException e) {
            completion.complete(
                    Result.refused(0, "cannot be sent: " + e.getClass().getSimpleName()));
        }
    }

    @Override
    public void flush() {
        if (collected.isEmpty()) {
            return;
        }
        List<Sending> round = collected;
        collected = new ArrayList<>();
        eventLoop.runOnContext(now -> round.forEach(this::send));
    }

    @Override
    public void close() {
        client.close();
    }

    private Sending sending(Delivery delivery, List<Section.Key> keys, Completion completion) {
        Outbound outbound = delivery.dialect().outbound(delivery.envelope(), delivery.timeMillis(), keys);
        Beacon beacon = outbound.beacon();
        HttpMethod method = METHODS.get(beacon.method());
        if (method == null) {
            throw new IllegalArgumentException("method");
        }
        String path = pathPrefix + beacon.path();
        String uri = beacon.query().isEmpty() ? path : path + "?" + beacon.query();
        Buffer body = beacon.body().length == 0 ? null : Buffer.buffer(beacon.body());
        Transfer transfer = Transfer.ofEvent(method, uri, headers(delivery, outbound), body, options.maxAnswerBytes());
        return new Sending(transfer, completion);
    }

    private static MultiMap headers(Delivery delivery, Outbound outbound) {
        MultiMap headers = HttpHeaders.headers();
        headers.set(HttpHeaders.ACCEPT, JSON);
        headers.set(IDEMPOTENCY_KEY, delivery.idempotencyKey());
        String contentType = outbound.contentType();
        if (contentType != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        }
        String authorization = outbound.authorization();
        if (authorization != null) {
            headers.set(HttpHeaders.AUTHORIZATION, authorization);
        }
        String address = delivery.envelope().client().address();
        if (address != null) {
            headers.set(FORWARDED_FOR, address);
        }
        String userAgent = delivery.envelope().client().userAgent();
        headers.set(HttpHeaders.USER_AGENT, userAgent == null ? OURSELVES : userAgent);
        return headers;
    }

    private void send(Sending sending) {
        long deadline = vertx.setTimer(options.timeout().toMillis(), expired -> expire(sending));
        try {
            client.send(sending.transfer).onComplete(done -> {
                vertx.cancelTimer(deadline);
                sending.completion.complete(result(sending.transfer, done));
            });
        } catch (RuntimeException e) {
            vertx.cancelTimer(deadline);
            sending.completion.complete(
                    Result.refused(0, "cannot be sent: " + e.getClass().getSimpleName()));
        }
    }

    /**
     * The deadline has passed. A connection whose other end has vanished without a word looks just like this, so no more
     * requests go over it; those under way may end.
     */
    private void expire(Sending sending) {
        Transfer transfer = sending.transfer;
        sending.completion.complete(
                transfer.isSent() ? Result.unknown("timeout") : Result.unprocessed("timeout before sending"));
        transfer.abandon();
        transfer.retireConnection(options.timeout());
    }

    /** An attempt must end, whatever goes wrong in judging its end. */
    private Result result(Transfer transfer, AsyncResult<HttpResponse<Void>> done) {
        try {
            if (done.failed() && !transfer.isCut()) {
                return Verdicts.ofFailure(done.cause(), transfer.isSent(), client.excluded(transfer));
            }
            return Verdicts.ofStatus(transfer.status(), transfer.header(HttpHeaders.RETRY_AFTER), clock.instant());
        } catch (RuntimeException e) {
            return Result.unknown(e.getClass().getSimpleName());
        }
    }

    /** One attempt. */
    private record Sending(Transfer transfer, Completion completion) {}
}
