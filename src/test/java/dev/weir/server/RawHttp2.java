package dev.weir.server;

import dev.weir.Http2Frames;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTTP/2 connection on which a test writes what it likes, and sees each frame that comes back. Of headers it reads the status
 * alone, as the server's codec writes it when the table of headers has no room. For one thread.
 */
final class RawHttp2 implements AutoCloseable {

    private static final int READ_TIMEOUT_MILLIS = 30_000;
    /** Without a table of headers, so that each answer stands for itself (RFC 9113, 6.5.2). */
    private static final int HEADER_TABLE_SIZE = 1;

    private final Socket socket;
    private final DataInputStream in;
    private final List<Frame> frames = new ArrayList<>();

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
        int[] all = new int[settings.length + 2];
        all[0] = HEADER_TABLE_SIZE;
        System.arraycopy(settings, 0, all, 2, settings.length);
        connection.send(Http2Frames.hello(all));
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
    Frame until(java.util.function.Predicate<Frame> isIt) throws IOException {
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
        return frame.type() == Http2Frames.HEADERS ? frame.status() : -frame.number(0);
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

    /** Whether some frame has come already. */
    boolean hasSomething() throws IOException {
        return in.available() > 0;
    }

    Socket socket() {
        return socket;
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
        return new Frame(type, flags, stream, in.readNBytes(length));
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

        /** Of the static table (RFC 7541, appendix A), or as a literal of that name. */
        int status() {
            int at = 0;
            while ((payload[at] & 0xE0) == 0x20) {
                // The size of the table, which is said first.
                at++;
            }
            int[] indexed = {200, 204, 206, 304, 400, 404, 500};
            int first = payload[at] & 0xFF;
            if (first >= 0x88 && first <= 0x8E) {
                return indexed[first - 0x88];
            }
            byte[] text = java.util.Arrays.copyOfRange(payload, at + 2, at + 2 + (payload[at + 1] & 0x7F));
            return (payload[at + 1] & 0x80) == 0 ? Integer.parseInt(new String(text)) : huffmanDigits(text);
        }

        /** Digits have five or six bits (RFC 7541, appendix B). */
        private static int huffmanDigits(byte[] text) {
            int number = 0;
            long bits = 0;
            int left = 0;
            for (byte octet : text) {
                bits = bits << 8 | octet & 0xFF;
                left += 8;
            }
            while (left >= 5) {
                int five = (int) (bits >> left - 5) & 31;
                if (five < 3) {
                    number = 10 * number + five;
                    left -= 5;
                } else if (left >= 6
                        && ((int) (bits >> left - 6) & 63) <= 0x1F
                        && ((int) (bits >> left - 6) & 63) >= 0x19) {
                    number = 10 * number + ((int) (bits >> left - 6) & 63) - 0x19 + 3;
                    left -= 6;
                } else {
                    break;
                }
            }
            return number;
        }
    }
}
