package dev.weir.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that speaks HTTP/2 with prior knowledge frame by frame, on plain sockets, and breaks any rule that it is told to. */
public final class FramePeer implements Closeable {

    private static final int PREFACE_LENGTH = 24;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITY = 32;

    private final ServerSocket server;
    private final Conduct conduct;
    private final boolean answersPings;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private FramePeer(Conduct conduct, boolean answersPings) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.conduct = conduct;
        this.answersPings = answersPings;
    }

    public static FramePeer start(Conduct conduct) throws IOException {
        return start(conduct, true);
    }

    /** One to whom frames can be sent, and from whom nothing comes that the conduct does not send. */
    public static FramePeer startDeaf(Conduct conduct) throws IOException {
        return start(conduct, false);
    }

    private static FramePeer start(Conduct conduct, boolean answersPings) throws IOException {
        FramePeer peer = new FramePeer(conduct, answersPings);
        daemon(peer::accept);
        return peer;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** How many connections were made. */
    public int connections() {
        return connections.size();
    }

    /** Whether the other side has closed the first connection. */
    public boolean isClosedByOther() {
        return !connections.isEmpty() && connections.get(0).isGone;
    }

    /** The requests that have come wholly, in their order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Connection connection : connections) {
            connection.socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Connection connection = new Connection(server.accept());
                connections.add(connection);
                daemon(connection::serve);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "frame-peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** What is done with a request. */
    public interface Conduct {
        /** @param times how often a request with this idempotency key has come by now */
        void on(Request request, int times) throws IOException;
    }

    /** A request that has come wholly. */
    public record Request(Connection connection, int stream, Map<String, String> headers, String body) {

        public String key() {
            return String.valueOf(headers.get("idempotency-key"));
        }

        public void ok() throws IOException {
            connection.write(HEADERS, END_HEADERS | END_STREAM, stream, new byte[] {(byte) 0x88});
        }

        /** Begins an answer, and leaves it at that. */
        public void begin() throws IOException {
            connection.write(HEADERS, END_HEADERS, stream, new byte[] {(byte) 0x88});
            connection.write(DATA, 0, stream, "{".getBytes(StandardCharsets.US_ASCII));
        }

        public void reset(int code) throws IOException {
            connection.write(RST_STREAM, 0, stream, ints(code));
        }

        /** Takes back this stream and all after it. */
        public void goAway() throws IOException {
            connection.last = stream - 2;
            connection.write(GOAWAY, 0, 0, ints(Math.max(0, stream - 2), 0));
        }

        public void hangUp() throws IOException {
            connection.socket.close();
        }
    }

    private static byte[] ints(int... values) {
        ByteBuf bytes = Unpooled.buffer(4 * values.length);
        for (int value : values) {
            bytes.writeInt(value);
        }
        return bytes.array();
    }

    /** One connection. */
    public final class Connection {

        private final Socket socket;
        private final DataOutputStream out;
        private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
        private final Map<Integer, Map<String, String>> headers = new HashMap<>();
        private final Map<Integer, ByteArrayOutputStream> bodies = new HashMap<>();
        private volatile int last = Integer.MAX_VALUE;
        private volatile boolean isGone;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.out = new DataOutputStream(socket.getOutputStream());
        }

        private void serve() {
            try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
                in.readNBytes(PREFACE_LENGTH);
                write(SETTINGS, 0, 0, new byte[0]);
                while (true) {
                    readFrame(in);
                }
            } catch (IOException | Http2Exception gone) {
                isGone = true;
            }
        }

        private void readFrame(DataInputStream in) throws IOException, Http2Exception {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            boolean isAck = (flags & ACK) != 0;
            switch (type) {
                case SETTINGS -> {
                    if (!isAck) {
                        write(SETTINGS, ACK, 0, new byte[0]);
                    }
                }
                case PING -> {
                    if (!isAck && answersPings) {
                        write(PING, ACK, 0, payload);
                    }
                }
                case HEADERS -> onHeaders(stream, flags, payload);
                case DATA -> onData(stream, flags, payload);
                default -> {}
            }
        }

        private void onHeaders(int stream, int flags, byte[] payload) throws IOException, Http2Exception {
            int from = ((flags & PADDED) != 0 ? 1 : 0) + ((flags & PRIORITY) != 0 ? 5 : 0);
            int padding = (flags & PADDED) != 0 ? payload[0] & 0xFF : 0;
            ByteBuf block = Unpooled.wrappedBuffer(payload, from, payload.length - from - padding);
            Http2Headers decoded = decoder.decodeHeaders(stream, block);
            Map<String, String> all = new HashMap<>();
            decoded.forEach(header ->
                    all.put(header.getKey().toString(), header.getValue().toString()));
            headers.put(stream, all);
            bodies.put(stream, new ByteArrayOutputStream());
            if ((flags & END_STREAM) != 0) {
                onRequest(stream);
            }
        }

        private void onData(int stream, int flags, byte[] payload) throws IOException {
            bodies.get(stream).write(payload);
            if (payload.length > 0) {
                write(WINDOW_UPDATE, 0, 0, ints(payload.length));
            }
            if ((flags & END_STREAM) != 0) {
                onRequest(stream);
            }
        }

        private void onRequest(int stream) throws IOException {
            if (stream > last) {
                return;
            }
            Request request = new Request(
                    this, stream, headers.remove(stream), bodies.remove(stream).toString(StandardCharsets.UTF_8));
            int times;
            synchronized (requests) {
                requests.add(request);
                times = (int) requests.stream()
                        .filter(each -> each.key().equals(request.key()))
                        .count();
            }
            conduct.on(request, times);
        }

        private void write(int type, int flags, int stream, byte[] payload) throws IOException {
            synchronized (out) {
                out.writeByte(payload.length >> 16);
                out.writeShort(payload.length);
                out.writeByte(type);
                out.writeByte(flags);
                out.writeInt(stream);
                out.write(payload);
                out.flush();
            }
        }
    }
}
