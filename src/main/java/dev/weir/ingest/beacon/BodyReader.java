package dev.weir.ingest.beacon;

import dev.weir.connection.ConnectionBounds;
import dev.weir.connection.DeadlineLine;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body as it comes, and stops at the bounds: of bytes while it is wanted, of bytes again while it is only
 * read to keep the connection usable, and of time in all. Confined to one event loop.
 */
final class BodyReader implements Handler<Buffer> {

    private static final long LINGER_MILLIS = 1_000;
    private static final byte[] EMPTY = {};
    private static final BodyMemory NONE = new BodyMemory(0);

    private final HttpServerRequest request;
    private final BodyDeadlines deadlines;
    private final BodyMemory memory;
    private final int maxBytes;
    private final Receiver receiver;
    /** Taken of the memory, and not given back. */
    private int held;

    private @Nullable Buffer body;
    private boolean isOwnBuffer;
    private boolean isDiscarding;
    private int discardedBytes;

    private final DeadlineLine.Place place = new DeadlineLine.Place(this::onDeadline);

    private BodyReader(
            HttpServerRequest request, BodyDeadlines deadlines, BodyMemory memory, int maxBytes, Receiver receiver) {
        this.memory = memory;
        this.request = request;
        this.deadlines = deadlines;
        this.maxBytes = maxBytes;
        this.receiver = receiver;
    }

    /** Reads the body, and tells the receiver how that ended. */
    static void read(
            HttpServerRequest request, BodyDeadlines deadlines, BodyMemory memory, int maxBytes, Receiver receiver) {
        new BodyReader(request, deadlines, memory, maxBytes, receiver).start();
    }

    /** Reads what is left of a request that is answered already, and throws it away. */
    static void discard(HttpServerRequest request, BodyDeadlines deadlines) {
        BodyReader reader = new BodyReader(request, deadlines, NONE, 0, Receiver.NOBODY);
        reader.isDiscarding = true;
        reader.start();
    }

    /**
     * Discards for a moment and then closes. To close at once would make the client's kernel throw the answer away, since
     * there are bytes that nobody has read.
     */
    static void linger(HttpServerRequest request, BodyDeadlines deadlines, Vertx vertx) {
        discard(request, deadlines);
        vertx.setTimer(LINGER_MILLIS, unused -> request.connection().close());
    }

    @Override
    public void handle(Buffer chunk) {
        if (isDiscarding) {
            discardedBytes += chunk.length();
            if (discardedBytes > ConnectionBounds.MAX_DISCARDED_BYTES) {
                cutOff();
            }
        } else if (length() + chunk.length() > maxBytes) {
            giveUp();
            receiver.onTooLarge();
        } else if (!memory.tryTake(chunk.length(), length() + chunk.length())) {
            giveUp();
            receiver.onNoMemory();
        } else {
            held += chunk.length();
            append(chunk);
        }
    }

    private void onDeadline() {
        if (isDiscarding) {
            cutOff();
        } else {
            giveUp();
            receiver.onTooSlow();
        }
    }

    private void start() {
        deadlines.add(place);
        request.handler(this).endHandler(this::onEnd).exceptionHandler(this::onGone);
    }

    private void onGone(Throwable unused) {
        place.leave();
        giveUp();
    }

    /** What comes from now on is thrown away, as what has come. */
    private void giveUp() {
        isDiscarding = true;
        body = null;
        memory.give(held);
        held = 0;
    }

    private void onEnd(@Nullable Void unused) {
        place.leave();
        if (!isDiscarding) {
            int handedOn = held;
            held = 0;
            receiver.onBody(body == null ? EMPTY : body.getBytes(), handedOn);
        }
    }

    private int length() {
        return body == null ? 0 : body.length();
    }

    /** Most bodies are one chunk, which is kept as it came; the second makes a buffer that grows. */
    private void append(Buffer chunk) {
        if (body == null) {
            body = chunk;
            return;
        }
        if (!isOwnBuffer) {
            isOwnBuffer = true;
            body = Buffer.buffer().appendBuffer(body);
        }
        body.appendBuffer(chunk);
    }

    private void cutOff() {
        place.leave();
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    /** Told once how the reading of a body ended, unless the client has gone. */
    interface Receiver {
        Receiver NOBODY = new Receiver() {
            @Override
            public void onBody(byte[] body, int held) {}

            @Override
            public void onTooLarge() {}

            @Override
            public void onTooSlow() {}

            @Override
            public void onNoMemory() {}
        };

        /**
         * It is there.
         *
         * @param held what of the {@link BodyMemory} is the receiver's from now on, to be given back
         */
        void onBody(byte[] body, int held);

        /** There is more than is wanted; what is left is read and thrown away. */
        void onTooLarge();

        /** It has taken too long. */
        void onTooSlow();

        /** All bodies together take all that they may; what is left of this one is read and thrown away. */
        void onNoMemory();
    }
}
