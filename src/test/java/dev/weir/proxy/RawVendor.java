package dev.weir.proxy;

import dev.weir.FreePort;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server that does as it likes with its bytes. */
final class RawVendor implements Closeable {

    private final ServerSocket server;
    private final List<Closeable> open = new ArrayList<>();

    private RawVendor(int backlog) throws IOException {
        server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    /** Does this with each connection, and then nothing. */
    static RawVendor start(Conversation conversation) throws IOException {
        RawVendor vendor = new RawVendor(50);
        Thread thread = new Thread(() -> vendor.accept(conversation), "raw-vendor");
        thread.setDaemon(true);
        thread.start();
        return vendor;
    }

    /** Nobody accepts, and there is no room for those who wait: to a newcomer it is as if nobody were there. */
    static RawVendor blackHole() throws IOException {
        RawVendor vendor = new RawVendor(1);
        for (int i = 0; i < 20; i++) {
            SocketChannel filler = SocketChannel.open();
            filler.configureBlocking(false);
            filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), vendor.server.getLocalPort()));
            vendor.keep(filler);
        }
        return vendor;
    }

    /** Nobody listens there. */
    static URI nowhere() {
        return URI.create("http://127.0.0.1:" + FreePort.next());
    }

    /** Reads a head, and answers it with these bytes. */
    static Conversation answering(String bytes, boolean isReset) {
        return socket -> {
            readSome(socket);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            if (isReset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        };
    }

    static void readSome(Socket socket) throws IOException {
        byte[] some = new byte[8192];
        if (socket.getInputStream().read(some) < 0) {
            throw new IOException("closed");
        }
    }

    URI uri() {
        return uri(server);
    }

    private static URI uri(ServerSocket socket) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private void accept(Conversation conversation) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                keep(socket);
                conversation.with(socket);
            } catch (IOException gone) {
                // The other side, or the test, is done with it.
            }
        }
    }

    private synchronized void keep(Closeable connection) {
        open.add(connection);
    }

    @Override
    public synchronized void close() throws IOException {
        server.close();
        for (Closeable connection : open) {
            connection.close();
        }
    }

    /** What is done with a connection. */
    interface Conversation {
        void with(Socket socket) throws IOException;
    }
}
