package dev.weir.relay.sink.http;

import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Result;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: a request, and as much of its answer as matters. The answer's body is read to a bound and thrown away; the
 * rest of a longer one is cut off by a reset. Made on the relay's thread, then confined to one event loop.
 */
final class Sending implements BodyCodec<Void>, BodyStream<Void> {

    final HttpMethod method;
    final String uri;
    final MultiMap headers;
    final @Nullable Buffer body;
    private final Completion completion;
    private final int maxAnswerBytes;
    private final Promise<Void> bodyEnd = Promise.promise();
    private @Nullable HttpClientRequest request;
    private long answerBytes;
    private boolean isCut;
    private boolean isExpired;
    private int status;
    private @Nullable String retryAfter;

    Sending(
            HttpMethod method,
            String uri,
            MultiMap headers,
            @Nullable Buffer body,
            Completion completion,
            int maxAnswerBytes) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.completion = completion;
        this.maxAnswerBytes = maxAnswerBytes;
    }

    void complete(Result result) {
        completion.complete(result);
    }

    /** There is a connection, and the request is about to leave. Returns false when it is too late for that. */
    boolean onSend(HttpClientRequest outgoing) {
        request = outgoing;
        return !isExpired;
    }

    void onHead(int answerStatus, @Nullable String answerRetryAfter) {
        status = answerStatus;
        retryAfter = answerRetryAfter;
    }

    /**
     * The deadline has passed. A connection whose other end has vanished without a word looks just like this, so no more
     * requests go over it; those under way may end.
     */
    void expire(Duration limit) {
        isExpired = true;
        complete(isSent() ? Result.unknown("timeout") : Result.unprocessed("timeout before sending"));
        reset();
        if (request != null) {
            request.connection().shutdown(limit);
        }
    }

    boolean isSent() {
        return request != null;
    }

    /** What left, or null while nothing has. */
    @Nullable
    HttpClientRequest request() {
        return request;
    }

    /** Whether the answer was complete but for a body longer than the bound. */
    boolean isCut() {
        return isCut;
    }

    int status() {
        return status;
    }

    @Nullable
    String retryAfter() {
        return retryAfter;
    }

    private void reset() {
        if (request != null) {
            request.reset();
        }
    }

    @Override
    public BodyStream<Void> stream() {
        return this;
    }

    @Override
    public Future<Void> result() {
        return bodyEnd.future();
    }

    @Override
    public Future<Void> write(Buffer data) {
        answerBytes += data.length();
        if (answerBytes > maxAnswerBytes && !isCut) {
            isCut = true;
            reset();
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
        bodyEnd.tryComplete();
        return Future.succeededFuture();
    }

    @Override
    public void handle(Throwable failure) {
        bodyEnd.tryFail(failure);
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
