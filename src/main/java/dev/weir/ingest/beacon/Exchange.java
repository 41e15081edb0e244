package dev.weir.ingest.beacon;

import dev.weir.dialect.Answer;
import dev.weir.event.Promise;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.ingest.Reply;
import dev.weir.ingest.limit.Refusal;
import dev.weir.ingest.origin.OriginTable;
import dev.weir.trace.Span;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Replies may come on any thread; they are sent on the exchange's own event loop. */
final class Exchange implements Reply.Receiver {

    private static final CharSequence WEIR_ACK = HttpHeaders.createOptimized("weir-ack");
    private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("ratelimit");
    private static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("ratelimit-policy");
    static final CharSequence WEIR_VERDICTS = HttpHeaders.createOptimized("weir-verdicts");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final Map<Promise, CharSequence> PROMISES = promises();

    private final HttpServerRequest request;
    private final ReplyQueue replies;
    private final CrossOrigin crossOrigin;
    private final @Nullable Stopwatch stopwatch;
    private final long startNanos;
    private final @Nullable Span span;
    private final BodyMemory memory;
    private int held;

    /**
     * @param memory what the body was taken from
     * @param stopwatch times it from now on; null for no one
     * @param span of the request, or null if it is not traced
     */
    Exchange(
            HttpServerRequest request,
            ReplyQueue replies,
            CrossOrigin crossOrigin,
            BodyMemory memory,
            @Nullable Stopwatch stopwatch,
            @Nullable Span span) {
        this.span = span;
        this.memory = memory;
        this.stopwatch = stopwatch;
        this.startNanos = stopwatch == null ? 0 : stopwatch.start();
        this.request = request;
        this.replies = replies;
        this.crossOrigin = crossOrigin;
    }

    @Override
    public void onSection(Section section, OriginTable origins) {
        crossOrigin.settle(request, section, origins);
        if (span != null) {
            span.note("weir.section", section.name());
        }
    }

    /** So much of the memory is its own until it is answered. Confined to the event loop. */
    void hold(int bytes) {
        held = bytes;
    }

    /** Nobody reads the body any longer. Confined to the event loop. */
    void letGo() {
        memory.give(held);
        held = 0;
    }

    @Nullable
    Span span() {
        return span;
    }

    /** It is refused without the intake. */
    void endSpan(Rejection why) {
        if (span != null) {
            span.note("weir.rejection", why.label());
            span.end(request.response().getStatusCode(), null);
        }
    }

    @Override
    public void onReply(Reply reply) {
        if (replies.isOnLoop()) {
            send(reply);
        } else {
            replies.offer(this, reply);
        }
    }

    /** Confined to the event loop. Does nothing when the client has gone. */
    void send(Reply reply) {
        letGo();
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            if (span != null) {
                span.end(0, "client-gone");
            }
            return;
        }
        putHeaders(response, reply);
        send(request, reply.answer());
        if (stopwatch != null) {
            stopwatch.stop(startNanos);
        }
        if (span != null) {
            int status = reply.answer().status();
            // A client's own mistake is none of the server's (OpenTelemetry's conventions for HTTP).
            span.end(status, status >= 500 ? Integer.toString(status) : null);
        }
    }

    /** Its handling has failed, by a bug. Confined to the event loop. */
    void fail() {
        letGo();
        fail(request);
        if (span != null) {
            span.end(PlainAnswers.FAILED.status(), "bug");
        }
    }

    /**
     * Of a request whose handling has failed, by a bug, which the caller reports: whoever waits for an answer has one, if none was begun.
     * Confined to the event loop.
     */
    static void fail(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (response.headWritten()) {
            var unused = request.connection().close();
            return;
        }
        if (request.version() != HttpVersion.HTTP_2) {
            // How far its body was read, nobody knows.
            response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        send(request, PlainAnswers.FAILED);
    }

    /** Answers without the intake. Confined to the event loop. */
    static void send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.status());
        response.headers().set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        String requestId = RequestLabels.requestId(request.headers());
        if (requestId != null) {
            response.headers().set(RequestLabels.REQUEST_ID, requestId);
        }
        putHeaders(response, answer);
        if (answer.body().length > 0) {
            end(request, answer);
            return;
        }
        // The length of what was not sent again is nobody's concern (RFC 9110, 8.6).
        if (answer.status() != 204 && answer.status() != 304) {
            response.headers().set(HttpHeaders.CONTENT_LENGTH, "0");
        }
        response.end();
    }

    /** The answer to HEAD has the length of the body that it leaves out (RFC 9110, 9.3.2). */
    private static void end(HttpServerRequest request, Answer answer) {
        if (HttpMethod.HEAD.equals(request.method())) {
            request.response().headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.body().length));
            request.response().end();
        } else {
            // Not a copy, or a client that takes no answers would have one for each that waits.
            request.response().end(BufferInternal.buffer(Unpooled.wrappedBuffer(answer.body())));
        }
    }

    private static void putHeaders(HttpServerResponse response, Answer answer) {
        // Fast path: most answers are JSON.
        if (answer.headers() == Answer.JSON) {
            response.headers().set(HttpHeaders.CONTENT_TYPE, JSON);
        } else if (!answer.headers().isEmpty()) {
            // One by one: to set all would take away what is there already.
            answer.headers().forEach(response.headers()::set);
            // What a vendor says may be a page, and must not run as one of this origin's by a browser's guess.
            response.headers().set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        }
    }

    private static void putHeaders(HttpServerResponse response, Reply reply) {
        Promise promise = reply.promise();
        if (promise != null) {
            response.headers().set(WEIR_ACK, PROMISES.get(promise));
        }
        String setCookie = reply.setCookie();
        if (setCookie != null) {
            response.headers().set(HttpHeaders.SET_COOKIE, setCookie);
        }
        if (reply.retryAfterSeconds() > 0) {
            response.headers().set(HttpHeaders.RETRY_AFTER, Long.toString(reply.retryAfterSeconds()));
        }
        String verdicts = reply.verdicts();
        if (verdicts != null) {
            response.headers().set(WEIR_VERDICTS, verdicts);
        }
        Refusal refusal = reply.refusal();
        if (refusal != null) {
            response.headers().set(RATE_LIMIT, refusal.rateLimit());
            response.headers().set(RATE_LIMIT_POLICY, refusal.rateLimitPolicy());
        }
    }

    private static Map<Promise, CharSequence> promises() {
        Map<Promise, CharSequence> labels = new EnumMap<>(Promise.class);
        for (Promise promise : Promise.values()) {
            labels.put(promise, HttpHeaders.createOptimized(promise.label()));
        }
        return labels;
    }
}
