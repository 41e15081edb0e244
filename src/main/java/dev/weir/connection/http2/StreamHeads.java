package dev.weir.connection.http2;

import dev.weir.connection.ClosingAnswer;
import dev.weir.connection.Fault;
import dev.weir.connection.Refusals;
import dev.weir.connection.Refusals.Unread;
import dev.weir.connection.StreamFields;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the codec of one connection and the HTTP server, and lets through heads of requests that are right. Another is
 * answered, and its stream ended; what the codec refuses by itself is counted. Either way the other streams go on. Confined to the
 * connection's event loop.
 */
final class StreamHeads {

    private static final String PARTING = ": ";

    private final Http2ConnectionHandler codec;
    private final Refusals refusals;
    private final StreamFields fields = new StreamFields();
    /** The last stream whose head was judged, here or by the codec. */
    private int lastHead;

    private StreamHeads(Http2ConnectionHandler codec, Refusals refusals) {
        this.codec = codec;
        this.refusals = refusals;
    }

    /** Puts one behind the codec, which must not have read anything but the preface; null if there is no codec. */
    static @Nullable StreamHeads stand(ChannelHandlerContext ctx, Refusals refusals) {
        Http2ConnectionHandler codec = ctx.pipeline().get(Http2ConnectionHandler.class);
        if (codec == null) {
            return null;
        }
        StreamHeads heads = new StreamHeads(codec, refusals);
        heads.listen();
        return heads;
    }

    /** The server has begun an answer; the codec itself answers whom it does not read. */
    void onAnswered(int stream) {
        if (stream > lastHead) {
            lastHead = stream;
            count(Fault.HEADERS_TOO_LARGE);
        }
    }

    /**
     * The server has reset a stream.
     *
     * @param lastBegun the last one that the client has begun
     */
    void onReset(int stream, long code, int lastBegun) {
        if (stream > lastHead && stream <= lastBegun) {
            lastHead = stream;
            remember(stream);
            // One that there is no room for may come again.
            if (code != Http2Error.REFUSED_STREAM.code()) {
                count(Fault.MALFORMED);
            }
        } else if (code == Http2Error.PROTOCOL_ERROR.code() && isBodyDue(stream)) {
            count(Fault.MALFORMED);
        }
    }

    /** Before its end a request is none that anybody else has counted. */
    private boolean isBodyDue(int id) {
        Http2Stream stream = codec.connection().stream(id);
        return stream != null && stream.state().remoteSideOpen();
    }

    /** Or the codec would take the body of a stream that it refused for one of no stream, and end the connection. */
    private void remember(int id) {
        Http2Connection.Endpoint<?> clients = codec.connection().remote();
        if (clients.mayHaveCreatedStream(id)) {
            return;
        }
        int most = clients.maxActiveStreams();
        try {
            clients.maxActiveStreams(Integer.MAX_VALUE);
            clients.createStream(id, true).close();
        } catch (Http2Exception noStream) {
            // Then it ends the connection for that, as it should.
        } finally {
            clients.maxActiveStreams(most);
        }
    }

    private void count(Fault fault) {
        var unused = refusals.answer(fault, new Unread(null, null));
    }

    /** Who listens changes when the client's settings have come. */
    private void listen() {
        Http2FrameListener server = codec.decoder().frameListener();
        if (!(server instanceof Listener)) {
            codec.decoder().frameListener(new Listener(server));
        }
    }

    private boolean isRefused(ChannelHandlerContext ctx, int stream, Http2Headers headers, boolean isWhole)
            throws Http2Exception {
        if (stream <= lastHead) {
            if (fields.judgeTrailers(headers) != null) {
                throw Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, "no trailers (RFC 9113, 8.1)");
            }
            return false;
        }
        lastHead = stream;
        Fault fault = fields.judgeHead(headers);
        if (fault != null) {
            refuse(ctx, stream, fault, headers, isWhole);
        } else if (fields.namesHostTwice()) {
            // The server would not take two spellings of one name for the same.
            headers.set("host", headers.authority());
        }
        return fault != null;
    }

    /** A client that has more to say is told that it need not (RFC 9113, 8.1). */
    private void refuse(ChannelHandlerContext ctx, int stream, Fault fault, Http2Headers headers, boolean isWhole) {
        ClosingAnswer answer = refusals.answer(fault, Unread.of(ctx.channel().remoteAddress(), headers.get("origin")));
        CharSequence method = headers.method();
        boolean hasBody = method == null || !"HEAD".contentEquals(method);
        var written = codec.encoder().writeHeaders(ctx, stream, head(answer), 0, !hasBody, ctx.newPromise());
        if (hasBody) {
            written = codec.encoder()
                    .writeData(ctx, stream, Unpooled.wrappedBuffer(answer.json()), 0, true, ctx.newPromise());
        }
        if (!isWhole) {
            written.addListener(said -> {
                var unused = codec.resetStream(ctx, stream, Http2Error.NO_ERROR.code(), ctx.newPromise());
                codec.flush(ctx);
            });
        }
    }

    private static Http2Headers head(ClosingAnswer answer) {
        Http2Headers head = new DefaultHttp2Headers()
                .status(Integer.toString(answer.status()))
                .set("cache-control", "no-store")
                .set("content-type", "application/json")
                .setInt("content-length", answer.json().length);
        for (String field : answer.fields()) {
            int parting = field.indexOf(PARTING);
            head.add(field.substring(0, parting), field.substring(parting + PARTING.length()));
        }
        return head;
    }

    /** In the server's place. */
    private final class Listener extends Http2FrameListenerDecorator {
        Listener(Http2FrameListener server) {
            super(server);
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
            super.onSettingsRead(ctx, settings);
            listen();
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean isWhole)
                throws Http2Exception {
            if (!isRefused(ctx, stream, headers, isWhole)) {
                super.onHeadersRead(ctx, stream, headers, padding, isWhole);
            }
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int stream,
                Http2Headers headers,
                int dependsOn,
                short weight,
                boolean isExclusive,
                int padding,
                boolean isWhole)
                throws Http2Exception {
            if (!isRefused(ctx, stream, headers, isWhole)) {
                super.onHeadersRead(ctx, stream, headers, dependsOn, weight, isExclusive, padding, isWhole);
            }
        }
    }
}
