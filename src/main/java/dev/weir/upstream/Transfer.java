package dev.weir.upstream;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request, and as much of its answer as matters. The answer's body is read to a bound, and the rest of a longer one is cut
 * off by a reset; what is kept of it depends on who asks. Made on any thread, then confined to one event loop.
 */
public final class Transfer implements BodyCodec<Void>, BodyStream<Void> {

    private static final Buffer NOTHING = Buffer.buffer();

    private final HttpMethod method;
    private final String uri;
    private final MultiMap headers;
    private final @Nullable Buffer body;
    private final int maxAnswerBytes;
    private final @Nullable Keeping keeping;
    private final Promise<Void> bodyEnd = Promise.promise();
    private @Nullable HttpClientRequest request;
    private Connections.@Nullable Tended tended;
    private @Nullable MultiMap answerHeaders;
    private Buffer kept = NOTHING;
    private int maxKept;
    private boolean isKeptOurs;
    private long answerBytes;
    private int status;
    private boolean isCut;
    private boolean isAbandoned;

    private Transfer(
            HttpMethod method,
            String uri,
            MultiMap headers,
            @Nullable Buffer body,
            int maxAnswerBytes,
            @Nullable Keeping keeping) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.maxAnswerBytes = maxAnswerBytes;
        this.keeping = keeping;
    }

    /**
     * For whom the answer's status is what counts, and perhaps the beginning of its body.
     *
     * @param keeping how much of the body that is
     */
    public static Transfer ofEvent(
            HttpMethod method,
            String uri,
            MultiMap headers,
            @Nullable Buffer body,
            int maxAnswerBytes,
            Keeping keeping) {
        return new Transfer(method, uri, headers, body, maxAnswerBytes, keeping);
    }

    /** For whom the answer is the point, and one that is cut is none. */
    public static Transfer ofQuestion(
            HttpMethod method, String uri, MultiMap headers, @Nullable Buffer body, int maxAnswerBytes) {
        return new Transfer(method, uri, headers, body, maxAnswerBytes, null);
    }

    /** Whether the request, or a part of it, may have left. */
    public boolean isSent() {
        return request != null;
    }

    /** Whether the upstream has said, by a GOAWAY, that it did not act on this request. */
    public boolean isExcluded() {
        return request != null && tended != null && tended.excluded(request);
    }

    /** Whether the answer was longer than its bound. Its head is there. */
    public boolean isCut() {
        return isCut;
    }

    /** The answer's status, or 0 while there is none. */
    public int status() {
        return status;
    }

    /** A header of the answer; null if it has none of that name, and while there is no answer. */
    public @Nullable String header(CharSequence name) {
        return answerHeaders == null ? null : answerHeaders.get(name);
    }

    /** All headers of the answer, or null while there is none. */
    public @Nullable MultiMap answerHeaders() {
        return answerHeaders;
    }

    /** What is kept of the answer's body; never written to. */
    public Buffer answerBody() {
        return kept;
    }

    /** Takes no more of it: the stream is reset, or with HTTP/1.1 the connection closed. What was not sent stays here. */
    public void abandon() {
        isAbandoned = true;
        reset();
    }

    /** The connection that it was sent over, or null if it was not. */
    public @Nullable HttpConnection connection() {
        return request == null ? null : request.connection();
    }

    /** Sends nothing else over this request's connection, if there is one. What is under way may end, within the limit. */
    public void retireConnection(Duration limit) {
        if (request != null) {
            request.connection().shutdown(limit);
        }
    }

    HttpMethod method() {
        return method;
    }

    String uri() {
        return uri;
    }

    @Nullable
    Buffer body() {
        return body;
    }

    /** There is a connection, and the request is about to leave. Returns false when it is too late for that. */
    boolean onSend(HttpClientRequest outgoing) {
        if (isAbandoned) {
            return false;
        }
        request = outgoing;
        outgoing.headers().addAll(headers);
        return true;
    }

    void onConnection(Connections.@Nullable Tended state) {
        tended = state;
    }

    void onHead(int answerStatus, MultiMap headersOfAnswer) {
        status = answerStatus;
        answerHeaders = headersOfAnswer;
        maxKept = keeping == null ? maxAnswerBytes : Math.min(maxAnswerBytes, keeping.bytes(answerStatus));
        if (keeping == null && isTooLong(headersOfAnswer.get(HttpHeaders.CONTENT_LENGTH))) {
            cut();
        }
    }

    /** Whether the body need not even begin to come. What is no number, the HTTP decoder has refused. */
    private boolean isTooLong(@Nullable String contentLength) {
        return contentLength != null && (contentLength.length() > 18 || Long.parseLong(contentLength) > maxAnswerBytes);
    }

    private void cut() {
        isCut = true;
        if (keeping == null) {
            kept = NOTHING;
        }
        reset();
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
        if (isCut) {
            return Future.succeededFuture();
        }
        answerBytes += data.length();
        keep(data);
        if (answerBytes > maxAnswerBytes) {
            cut();
        }
        return Future.succeededFuture();
    }

    /** The first piece is kept as it is, and nothing copied: most answers come in one. */
    private void keep(Buffer data) {
        int room = maxKept - kept.length();
        if (room <= 0) {
            return;
        }
        Buffer some = data.length() <= room ? data : data.slice(0, room);
        if (kept == NOTHING) {
            kept = some;
            return;
        }
        if (!isKeptOurs) {
            kept = Buffer.buffer(kept.length() + some.length()).appendBuffer(kept);
            isKeptOurs = true;
        }
        kept.appendBuffer(some);
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

    /** How much of an answer is worth keeping. */
    @FunctionalInterface
    public interface Keeping {
        /** The most bytes of the body's beginning, 0 for none, by the answer's status. */
        int bytes(int status);
    }
}
