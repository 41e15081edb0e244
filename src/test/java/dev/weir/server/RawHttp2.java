package dev.weir.server;

import dev.weir.Http2Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.function.Predicate;

/** One HTTP/2 connection on which a test writes what it likes, and sees each frame that comes back. For one thread. */
final class RawHttp2 implements AutoCloseable {

    private static final int READ_TIMEOUT_MILLIS = 30_000;
    private static final int HAS_PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder();
    private int lastStatus;

    private RawHttp2(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Connects, and says nothing yet. */
    static RawHttp2 silent(URI server) throws IOException {
        return new RawHttp2(new Socket(server.getHost(), server.getPort()));
    }

    /** Connects, and begins as a client should. */
    static RawHttp2 connect(URI server, int... settings) throws IOException {
        return on(new Socket(server.getHost(), server.getPort()), settings);
    }

    /** The same on a socket that is connected already. */
    static RawHttp2 on(Socket socket, int... settings) throws IOException {
        RawHttp2 connection = new RawHttp2(socket);
        connection.send(Http2Frames.hello(settings));
        connection.until(frame -> frame.type() == Http2Frames.SETTINGS && (frame.flags() & Http2Frames.ACK) != 0);
        return connection;
    }

    /** What the server does not take any more is lost: it has closed. */
    boolean trySend(byte[]... parts) {
        try {
            send(parts);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    void send(byte[]... parts) throws IOException {
        socket.getOutputStream().write(Http2Frames.join(parts));
        socket.getOutputStream().flush();
    }

    /** Reads up to the frame that is looked for. */
    Frame until(Predicate<Frame> isIt) throws IOException {
        while (true) {
            Frame frame = read();
            if (isIt.test(frame)) {
                return frame;
            }
        }
    }

    /** The status of a stream's answer, or minus the code with which it was reset. */
    int status(int stream) throws IOException {
        Frame frame = until(seen -> seen.stream() == stream
                && (seen.type() == Http2Frames.HEADERS || seen.type() == Http2Frames.RST_STREAM));
        return frame.type() == Http2Frames.HEADERS ? lastStatus : -frame.number(0);
    }

    /** Of each in turn, since one's block may refer to what another's has put into the table. */
    private int decode(Frame answer) throws IOException {
        int from = (answer.flags() & HAS_PRIORITY) == 0 ? 0 : PRIORITY_BYTES;
        ByteBuf block = Unpooled.wrappedBuffer(answer.payload()).skipBytes(from);
        try {
            return Integer.parseInt(
                    String.valueOf(headers.decodeHeaders(answer.stream(), block).status()));
        } catch (Http2Exception malformed) {
            throw new IOException(malformed);
        }
    }

    /** Asks, and reads the status of the answer. */
    int status(int stream, String path) throws IOException {
        send(Http2Frames.get(stream, path));
        return status(stream);
    }

    /** Reads to the end; the code of the last GOAWAY, or -1 if there was none. */
    int goAway() throws IOException {
        int code = -1;
        while (true) {
            try {
                Frame frame = read();
                if (frame.type() == Http2Frames.GOAWAY) {
                    code = frame.number(4);
                }
            } catch (EOFException | SocketException closed) {
                return code;
            } catch (SocketTimeoutException open) {
                throw new AssertionError("still open", open);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Frame read() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        Frame frame = new Frame(type, flags, stream, in.readNBytes(length));
        if (type == Http2Frames.HEADERS) {
            lastStatus = decode(frame);
        }
        return frame;
    }

    /** One frame. */
    record Frame(int type, int flags, int stream, byte[] payload) {
        /** Four bytes of its payload. */
        int number(int at) {
            return (payload[at] & 0xFF) << 24
                    | (payload[at + 1] & 0xFF) << 16
                    | (payload[at + 2] & 0xFF) << 8
                    | payload[at + 3] & 0xFF;
        }
    }
}
