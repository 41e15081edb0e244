package dev.weir.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes connections on as they are, and counts them. */
final class CountingTunnel implements AutoCloseable {

    private final ServerSocket server;
    private final int to;
    private final AtomicInteger connections = new AtomicInteger();

    private CountingTunnel(int to) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        this.to = to;
    }

    static CountingTunnel to(int port) throws IOException {
        CountingTunnel tunnel = new CountingTunnel(port);
        daemon(tunnel::accept);
        return tunnel;
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                connections.incrementAndGet();
                daemon(() -> join(near));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void join(Socket near) {
        try (near;
                Socket far = new Socket("127.0.0.1", to)) {
            daemon(() -> copy(far, near));
            copy(near, far);
        } catch (IOException refused) {
            // The near end is closed, which tells.
        }
    }

    /** Ends both when one has ended. */
    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[16_384];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
            }
        } catch (IOException gone) {
            // As above.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tunnel");
        thread.setDaemon(true);
        thread.start();
    }
}
