package dev.weir.relay.sink.http;

import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import dev.weir.event.Section;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
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
    private final WebClient client;
    private final String pathPrefix;
    private final Farewells farewells = new Farewells();
    private List<Sending> collected = new ArrayList<>();

    private HttpSink(HttpSinkOptions options, Vertx vertx, InstantSource clock) {
        this.options = options;
        this.clock = clock;
        this.vertx = vertx;
        this.eventLoop = vertx.getOrCreateContext();
        this.client = WebClients.create(vertx, options, farewells::watch).addInterceptor(HttpSink::follow);
        this.pathPrefix = options.pathPrefix();
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
    public void deliver(Delivery delivery, Completion completion) {
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
        Outbound outbound = delivery.dialect().outbound(delivery.envelope(), keys);
        Beacon beacon = outbound.beacon();
        HttpMethod method = METHODS.get(beacon.method());
        if (method == null) {
            throw new IllegalArgumentException("method");
        }
        String path = pathPrefix + beacon.path();
        String uri = beacon.query().isEmpty() ? path : path + "?" + beacon.query();
        Buffer body = beacon.body().length == 0 ? null : Buffer.buffer(beacon.body());
        return new Sending(method, uri, headers(delivery, outbound), body, completion, options.maxAnswerBytes());
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
        long deadline = vertx.setTimer(options.timeout().toMillis(), expired -> sending.expire(options.timeout()));
        try {
            HttpRequest<Void> request = client.request(
                            sending.method, options.port(), options.baseUri().getHost(), sending.uri)
                    .putHeaders(sending.headers)
                    .as(sending);
            var answer = sending.body == null ? request.send() : request.sendBuffer(sending.body);
            answer.onComplete(done -> {
                vertx.cancelTimer(deadline);
                sending.complete(result(sending, done));
            });
        } catch (RuntimeException e) {
            vertx.cancelTimer(deadline);
            sending.complete(Result.refused(0, "cannot be sent: " + e.getClass().getSimpleName()));
        }
    }

    /** An attempt must end, whatever goes wrong in judging its end. */
    private Result result(Sending sending, AsyncResult<HttpResponse<Void>> done) {
        try {
            if (done.failed()) {
                return ofFailure(sending, done.cause());
            }
            HttpResponse<Void> answer = done.result();
            return Verdicts.ofStatus(answer.statusCode(), answer.getHeader(HttpHeaders.RETRY_AFTER), clock.instant());
        } catch (RuntimeException e) {
            return Result.unknown(e.getClass().getSimpleName());
        }
    }

    private Result ofFailure(Sending sending, Throwable failure) {
        if (sending.isCut()) {
            return Verdicts.ofStatus(sending.status(), sending.retryAfter(), clock.instant());
        }
        return Verdicts.ofFailure(failure, sending.isSent(), farewells.excluded(sending.request()));
    }

    /** The web client itself offers no hold on a request under way: an interceptor does. */
    private static void follow(HttpContext<?> context) {
        if (context.request().bodyCodec() instanceof Sending sending) {
            if (context.phase() == ClientPhase.SEND_REQUEST && !sending.onSend(context.clientRequest())) {
                context.clientRequest().reset();
                context.fail(new IllegalStateException("expired"));
                return;
            }
            if (context.phase() == ClientPhase.RECEIVE_RESPONSE) {
                sending.onHead(
                        context.clientResponse().statusCode(),
                        context.clientResponse().getHeader(HttpHeaders.RETRY_AFTER));
            }
        }
        context.next();
    }
}
