package dev.weir.connection;

import dev.weir.connection.ConnectionMeters.Slowness;
import dev.weir.connection.ReadingTime.Waiting;
import dev.weir.connection.Refusals.Unread;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Guards one connection: nothing goes to the HTTP server but whole heads that are right, and bodies as far as they are; no request
 * before the one before it is answered, and most of the answer taken; and none of it for longer than it may take. Once a request is
 * refused, nothing goes either way but that answer. Confined to its event loop.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

    static final String NAME = "weir-guard";

    private final ListenerGuard guard;
    private final Deadlines deadlines;
    private final RequestScanner request = new RequestScanner();
    /** Done, too, while none is due. */
    private final AnswerScanner answer = new AnswerScanner();

    private final UnreadAnswers unread;
    private final ReadingTime time;
    private final ClientRest rest;

    private @Nullable ChannelHandlerContext context;
    private Phase phase;
    private StreamGuard streams = StreamGuard.NONE;
    /** What was read, and is not passed on yet. */
    private @Nullable ByteBuf held;
    /** How many bytes of it have been scanned. */
    private int scanned;

    private int countedBytes;
    private int discardedBytes;
    private boolean isAdvancing;
    private boolean isGoingOn;
    private boolean isPaused;
    private boolean isInputOver;
    private boolean hasAsked;
    /** The server has been told that there is no such connection any longer. */
    private boolean isGivenUp;

    /** @param deadlines those of the connection's event loop */
    ConnectionGuard(ListenerGuard guard, Deadlines deadlines) {
        this.guard = guard;
        this.deadlines = deadlines;
        this.unread = new UnreadAnswers(guard.meters(), deadlines);
        this.time = new ReadingTime(deadlines, this::onReadingTooLong);
        this.rest = new ClientRest(deadlines, () -> goOnSoon(context()));
        this.phase = guard.bounds().speaksHttp2() ? Phase.STARTING : Phase.REQUESTS;
    }

    /** The time of the first head begins. */
    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        time.await(Waiting.HEAD);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        end();
        if (!isGivenUp) {
            closed.fireChannelInactive();
        }
    }

    /** Who is refused is closed when there was time to read why. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (isGivenUp && ctx.channel().isActive()) {
            ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
        } else {
            var unused = ctx.close(promise);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
        } else if (phase == Phase.REFUSED) {
            discard(bytes);
        } else if (phase == Phase.STREAMS && held == null) {
            streams.onBytes(ctx, bytes);
        } else {
            held = Joined.of(held, bytes, ctx.alloc());
            advance(ctx);
        }
    }

    /** Who has said all that he will say may still wait for an answer (RFC 9112, 9.6). */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            isInputOver = true;
            settle(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** While the next request waits, nothing more is to come. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!isPaused) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
        goOnSoon(ctx);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (phase == Phase.REFUSED) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
            return;
        }
        if (phase == Phase.REQUESTS && message instanceof ByteBuf bytes && !answer.isDone()) {
            answer.scan(bytes);
            if (answer.isDone()) {
                goOnSoon(ctx);
            }
        }
        var unused = ctx.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        ctx.flush();
        unread.onFlushed(ctx);
    }

    /** Not now, because whoever writes or flushes is in the middle of what he does. Does nothing if nothing waits. */
    private void goOnSoon(ChannelHandlerContext ctx) {
        if ((held != null || isInputOver) && !isAdvancing && !isGoingOn) {
            isGoingOn = true;
            deadlines.goingOn().add(() -> {
                isGoingOn = false;
                advance(ctx);
                ctx.fireChannelReadComplete();
            });
        }
    }

    /** Passes on what may be passed on. */
    private void advance(ChannelHandlerContext ctx) {
        isAdvancing = true;
        try {
            while (held != null && isMoved(ctx, held)) {
                // Step by step.
            }
        } finally {
            isAdvancing = false;
        }
        settle(ctx);
    }

    /** One step; false if there is none before more has come, or the answer has gone. */
    private boolean isMoved(ChannelHandlerContext ctx, ByteBuf bytes) {
        return switch (phase) {
            case STARTING -> isStarted(bytes);
            case REQUESTS -> isRequestMoved(ctx, bytes);
            case STREAMS -> {
                held = null;
                streams.onBytes(ctx, bytes);
                yield true;
            }
            case REFUSED -> {
                held = null;
                discard(bytes);
                yield true;
            }
        };
    }

    /** Whether it is known what the connection begins with. */
    private boolean isStarted(ByteBuf bytes) {
        Preface.Verdict verdict = Preface.judge(bytes);
        if (verdict == Preface.Verdict.HTTP2 && Preface.isAgreed(context().pipeline())) {
            toStreams();
        } else if (verdict != Preface.Verdict.TOO_SHORT) {
            phase = Phase.REQUESTS;
        }
        return verdict != Preface.Verdict.TOO_SHORT;
    }

    private boolean isRequestMoved(ChannelHandlerContext ctx, ByteBuf bytes) {
        boolean wasHeadRead = request.isHeadRead();
        if (!request.hasBegun() && !mayBegin(ctx)) {
            return false;
        }
        scan(bytes);
        if (!request.hasBegun() && request.fault() == null) {
            // An empty line before a request means nothing (RFC 9112, 2.2), and no time runs because of it.
            held = null;
            scanned = 0;
            bytes.release();
            return false;
        }
        if (!wasHeadRead && request.isHeadRead()) {
            hasAsked = true;
            if (request.fault() == null && request.isMisread()) {
                MisreadFields.settle(bytes);
            }
            answer.begin(request.isHead());
        }
        Fault fault = request.fault();
        if (fault != null) {
            refuse(ctx, fault);
            return true;
        }
        if (!request.isHeadRead()) {
            return false;
        }
        boolean isWhole = request.isDone();
        if (isWhole) {
            request.reset();
            // The next one, if it is here already, has its own time.
            time.await(Waiting.NOTHING);
        }
        pass(ctx, bytes);
        return isWhole;
    }

    /** What the client has not taken of the answers before is bounded by the watermark of the connection, and one answer. */
    private boolean mayBegin(ChannelHandlerContext ctx) {
        return answer.isDone() && !rest.isUnderWay() && ctx.channel().isWritable();
    }

    private void scan(ByteBuf bytes) {
        byte[] window = deadlines.window();
        int at = bytes.readerIndex() + scanned;
        int end = bytes.writerIndex();
        while (at < end && request.fault() == null && !request.isDone()) {
            int skipped = (int) Math.min(request.skippable(), end - at);
            if (skipped > 0) {
                request.skip(skipped);
                at += skipped;
            } else {
                int length = Math.min(window.length, end - at);
                deadlines.toWindow(bytes, at, length);
                at += request.scan(window, 0, length);
            }
        }
        scanned = at - bytes.readerIndex();
    }

    /** What is scanned goes on. */
    private void pass(ChannelHandlerContext ctx, ByteBuf bytes) {
        int length = scanned;
        scanned = 0;
        if (length == bytes.readableBytes()) {
            held = null;
            ctx.fireChannelRead(bytes);
        } else {
            ctx.fireChannelRead(bytes.readRetainedSlice(length));
        }
    }

    private void toStreams() {
        phase = Phase.STREAMS;
        streams = guard.streamGuard();
        streams.onBegin(context());
    }

    /** Answers if nothing of an answer has been written, lets the client read that, and closes. */
    private void refuse(ChannelHandlerContext ctx, Fault fault) {
        guard.meters().onFault(fault);
        boolean mayAnswer = !request.isHeadRead() || !answer.hasBegun();
        phase = Phase.REFUSED;
        if (!mayAnswer) {
            var unused = ctx.close();
            return;
        }
        ByteBuf head = held;
        String origin = request.isHeadRead() || head == null ? null : OriginText.in(head, scanned);
        byte[] text = guard.refusals()
                .answer(fault, new Unread(ctx.channel().remoteAddress(), origin))
                .overHttp1();
        time.await(Waiting.LINGER);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(text)).addListener(written -> OutputEnd.say(ctx));
        if (request.isHeadRead()) {
            // Who waits for the rest of the body need not: it has been counted here, and must not be there.
            isGivenUp = true;
            ctx.fireChannelInactive();
        }
    }

    private void discard(ByteBuf bytes) {
        discardedBytes += bytes.readableBytes();
        bytes.release();
        if (discardedBytes > ConnectionBounds.MAX_DISCARDED_BYTES) {
            var unused = context().close();
        }
    }

    /** What the connection waits for now, and whether it is to be read at all. */
    private void settle(ChannelHandlerContext ctx) {
        if (phase == Phase.REQUESTS || phase == Phase.STREAMS) {
            time.await(phase == Phase.STREAMS ? Waiting.NOTHING : ofRequest());
        }
        int bytes = held == null ? 0 : held.readableBytes();
        if (bytes != countedBytes) {
            guard.meters().onHeld(bytes - countedBytes);
            countedBytes = bytes;
        }
        pause(ctx, held != null && phase == Phase.REQUESTS && !request.hasBegun());
        if (isInputOver && !isAnswerDue()) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Whether all of a request is here that is not answered. Of others the rest will never come. */
    private boolean isAnswerDue() {
        return phase == Phase.REQUESTS && !request.hasBegun() && (held != null || !answer.isDone());
    }

    private Waiting ofRequest() {
        if (!request.hasBegun()) {
            // An empty line does not make a client one that has asked for something, and may rest.
            return hasAsked ? Waiting.NOTHING : Waiting.HEAD;
        }
        return request.isHeadRead() ? Waiting.BODY : Waiting.HEAD;
    }

    private void pause(ChannelHandlerContext ctx, boolean next) {
        if (isPaused != next) {
            isPaused = next;
            // Ends the turn of reading that is under way.
            ctx.channel().config().setAutoRead(!next);
        }
    }

    private void onReadingTooLong(Waiting over) {
        ChannelHandlerContext ctx = context();
        if (over == Waiting.BODY) {
            refuse(ctx, Fault.SLOW_BODY);
        } else if (over == Waiting.HEAD && held != null) {
            refuse(ctx, Fault.SLOW_HEAD);
        } else {
            if (over == Waiting.HEAD) {
                guard.meters().onCut(Slowness.SILENT);
            }
            var unused = ctx.close();
        }
        release();
    }

    private void end() {
        time.await(Waiting.NOTHING);
        rest.end();
        unread.end();
        release();
        phase = Phase.REFUSED;
    }

    private void release() {
        if (held != null) {
            held.release();
            held = null;
        }
        guard.meters().onHeld(-countedBytes);
        countedBytes = 0;
        scanned = 0;
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline");
    }

    /** The client's; nothing of its next request goes on meanwhile. */
    ClientRest rest() {
        return rest;
    }
}
