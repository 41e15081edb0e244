package dev.weir.server;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A few connections to a server on this machine that answers with a Content-Length; one request is under way on each. Plain
 * sockets: a client of more would be compiled too, and take the time that is meant for the server. Confined to one thread.
 */
final class WarmUpClient implements AutoCloseable {

    private static final int CONNECTIONS = 16;
    /** With classes to be loaded on a machine that is busy, the first answers take seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final String LENGTH = "content-length:";

    private final List<Socket> sockets = new ArrayList<>();
    private final List<InputStream> answers = new ArrayList<>();
    private final List<byte[]> requests;
    private int next;

    private WarmUpClient(List<byte[]> requests) {
        this.requests = requests;
    }

    /** Sends these requests in turn, once {@link #round} is called. */
    static WarmUpClient connect(int port, List<byte[]> requests) throws IOException {
        return connect(port, requests, CONNECTIONS);
    }

    static WarmUpClient connect(int port, List<byte[]> requests, int connections) throws IOException {
        WarmUpClient client = new WarmUpClient(requests);
        try {
            for (int i = 0; i < connections; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                client.sockets.add(socket);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
                client.answers.add(new BufferedInputStream(socket.getInputStream()));
            }
            return client;
        } catch (IOException failure) {
            client.close();
            throw failure;
        }
    }

    /** Sends one request over each connection, and reads all answers. Returns how many they were. */
    int round() throws IOException {
        for (Socket socket : sockets) {
            socket.getOutputStream().write(requests.get(next));
            next = (next + 1) % requests.size();
        }
        for (InputStream answer : answers) {
            skipAnswer(answer);
        }
        return sockets.size();
    }

    private static void skipAnswer(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        in.skipNBytes(Math.min(length, MAX_ANSWER_BYTES));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > MAX_ANSWER_BYTES) {
                throw new EOFException("the server closed a connection of the warm-up");
            }
            line.append((char) (next & 0x7f));
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // Nothing else is to be done with it.
            }
        }
    }
}
