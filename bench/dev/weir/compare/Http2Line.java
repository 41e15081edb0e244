package dev.weir.compare;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A connection of HTTP/2 in clear text, known beforehand, with several requests under way. After the first its headers are all in
 * the server's table, as a browser's are.
 */
final class Http2Line extends Line {

    static final int STREAMS = 8;

    private static final int FRAME_HEAD = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int ACK = 0x1;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;
    /** More than a round's answers have. */
    private static final int WINDOW = 1 << 30;

    private static final int STATUS_200 = 0x88;
    private static final int TABLE_SIZE = 0x20;
    private static final int TABLE_SIZE_MASK = 0xE0;
    private static final int OUT = 65_536;

    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT);
    private final int[] open = new int[STREAMS];
    private final int[] statuses = new int[STREAMS];
    private final long[] dues = new long[STREAMS];
    private final Requests requests;
    private final byte[] first;
    private final byte[] later;
    private int nextStream = 1;

    Http2Line(InetSocketAddress server, Selector selector, Requests requests) throws IOException {
        super(server, selector);
        this.requests = requests;
        DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
        Http2Headers headers = headers(requests, server);
        this.first = encoded(encoder, headers);
        this.later = encoded(encoder, headers);
        out.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(0, SETTINGS, 0, 0);
        frame(Integer.BYTES, WINDOW_UPDATE, 0, 0);
        out.putInt(WINDOW);
        flush();
    }

    @Override
    int slots() {
        return STREAMS;
    }

    @Override
    void send(long due) {
        int slot = slotOf(0);
        byte[] block = nextStream == 1 ? first : later;
        byte[] body = requests.nextBody();
        open[slot] = nextStream;
        dues[slot] = due;
        statuses[slot] = 0;
        frame(block.length, HEADERS, END_HEADERS, nextStream);
        out.put(block);
        frame(body.length, DATA, END_STREAM, nextStream);
        out.put(body);
        nextStream += 2;
    }

    @Override
    void flush() throws IOException {
        if (out.position() > 0) {
            write(out.flip());
            out.clear();
        }
    }

    @Override
    void parse(ByteBuffer read, Answers answers) throws IOException {
        while (read.remaining() >= FRAME_HEAD) {
            int start = read.position();
            int length = read.getInt(start) >>> Byte.SIZE;
            if (read.remaining() < FRAME_HEAD + length) {
                return;
            }
            read.position(start + FRAME_HEAD + length);
            onFrame(read, start, length, answers);
        }
    }

    private void onFrame(ByteBuffer read, int start, int length, Answers answers) throws IOException {
        int flags = read.get(start + 4);
        int stream = read.getInt(start + 5);
        switch (read.get(start + 3)) {
            case HEADERS -> {
                statuses[slotOf(stream)] = status(read, start + FRAME_HEAD, flags);
                end(stream, flags, answers);
            }
            case DATA -> end(stream, flags, answers);
            case SETTINGS -> acknowledge(SETTINGS, flags, read, start + FRAME_HEAD, 0);
            case PING -> acknowledge(PING, flags, read, start + FRAME_HEAD, length);
            case RESET, GO_AWAY -> throw new IOException("the server ended a stream or a connection");
            default -> {
                // Windows: what is under way is far below them.
            }
        }
    }

    private void end(int stream, int flags, Answers answers) {
        if ((flags & END_STREAM) != 0) {
            int slot = slotOf(stream);
            open[slot] = 0;
            answers.onAnswer(this, statuses[slot], dues[slot]);
        }
    }

    private void acknowledge(int type, int flags, ByteBuffer read, int from, int length) {
        if ((flags & ACK) == 0) {
            frame(length, type, ACK, 0);
            for (int i = 0; i < length; i++) {
                out.put(read.get(from + i));
            }
        }
    }

    /** 200 or 0: whatever else it is, is wrong. */
    private static int status(ByteBuffer read, int payload, int flags) {
        int at = payload + ((flags & PADDED) == 0 ? 0 : 1) + ((flags & PRIORITY) == 0 ? 0 : 5);
        while ((read.get(at) & TABLE_SIZE_MASK) == TABLE_SIZE) {
            at++;
        }
        return (read.get(at) & 0xFF) == STATUS_200 ? 200 : 0;
    }

    private int slotOf(int stream) {
        int slot = 0;
        while (open[slot] != stream) {
            slot++;
        }
        return slot;
    }

    private void frame(int length, int type, int flags, int stream) {
        out.putInt(length << Byte.SIZE | type).put((byte) flags).putInt(stream);
    }

    private static Http2Headers headers(Requests requests, InetSocketAddress server) {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme("http")
                .authority(server.getHostString() + ":" + server.getPort())
                .path("/push");
        for (Map.Entry<String, String> header : requests.headers().entrySet()) {
            headers.add(header.getKey(), header.getValue());
        }
        return headers;
    }

    private static byte[] encoded(DefaultHttp2HeadersEncoder encoder, Http2Headers headers) throws IOException {
        ByteBuf block = Unpooled.buffer();
        try {
            encoder.encodeHeaders(1, headers, block);
        } catch (Http2Exception impossible) {
            throw new IOException(impossible);
        }
        return ByteBufUtil.getBytes(block);
    }
}
