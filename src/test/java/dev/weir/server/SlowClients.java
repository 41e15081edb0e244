package dev.weir.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Many clients of one kind that are slow, on one thread: they open, do what the kind does, and see whether they are cut. */
final class SlowClients implements AutoCloseable {

    private static final int TURN_MILLIS = 200;
    /** Beyond it the kernel's line of those who wait to be accepted would be full. */
    private static final int OPENED_A_TURN = 200;

    private final InetSocketAddress server;
    private final Kind kind;
    private final int wanted;
    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final Thread thread;
    private volatile boolean isOver;

    private SlowClients(URI server, Kind kind, int wanted) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.kind = kind;
        this.wanted = wanted;
        this.thread = new Thread(this::run, "slow-" + kind);
    }

    static SlowClients start(URI server, Kind kind, int count) throws IOException {
        SlowClients clients = new SlowClients(server, kind, count);
        clients.thread.start();
        return clients;
    }

    int opened() {
        return opened.get();
    }

    /** How many have seen the end of their connection. */
    int cut() {
        return cut.get();
    }

    @Override
    public void close() throws IOException {
        isOver = true;
        join(thread);
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }

    static void join(Thread thread) throws InterruptedIOException {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void run() {
        try {
            while (!isOver) {
                long turnEnd = System.nanoTime() + TURN_MILLIS * 1_000_000L;
                for (int i = 0; i < OPENED_A_TURN && channels.size() < wanted; i++) {
                    open();
                }
                channels.removeIf(this::isGone);
                look(turnEnd);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void open() throws IOException {
        if (opened.get() == wanted) {
            return;
        }
        SocketChannel channel = SocketChannel.open();
        if (kind == Kind.UNREADING) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        }
        channel.connect(server);
        channel.configureBlocking(false);
        // Who does not read sees the end of its connection when it writes.
        if (kind != Kind.UNREADING) {
            channel.register(selector, SelectionKey.OP_READ);
        }
        channels.add(channel);
        opened.incrementAndGet();
        write(channel, kind.first);
    }

    /** Sends what the kind sends now and then; true if the connection has ended. */
    private boolean isGone(SocketChannel channel) {
        return !channel.isOpen() || !write(channel, kind.then);
    }

    private boolean write(SocketChannel channel, byte[] bytes) {
        try {
            channel.write(ByteBuffer.wrap(bytes));
            return true;
        } catch (IOException ended) {
            end(channel);
            return false;
        }
    }

    private void look(long until) throws IOException {
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            selector.select(key -> read((SocketChannel) key.channel()), Math.max(1, left / 1_000_000));
        }
    }

    private void read(SocketChannel channel) {
        try {
            if (channel.read(ByteBuffer.allocate(4_096)) < 0) {
                end(channel);
            }
        } catch (IOException reset) {
            end(channel);
        }
    }

    private void end(SocketChannel channel) {
        cut.incrementAndGet();
        try {
            channel.close();
        } catch (IOException unclear) {
            throw new UncheckedIOException(unclear);
        }
    }

    /** In what they are slow. */
    enum Kind {
        /** They connect, and that is all. */
        SILENT("", ""),
        /** A field of a head now and then. */
        HEAD("GET /health HTTP/1.1\r\nHost: weir\r\n", "X: y\r\n"),
        /** A byte of a body now and then. */
        BODY("POST /push HTTP/1.1\r\nHost: weir\r\nContent-Length: 60000\r\n\r\n{", " "),
        /** They ask for more and more, and read nothing. */
        UNREADING(
                "GET /weir.js HTTP/1.1\r\nHost: weir\r\n\r\n".repeat(400),
                "GET /weir.js HTTP/1.1\r\nHost: weir\r\n\r\n");

        private final byte[] first;
        private final byte[] then;

        Kind(String first, String then) {
            this.first = first.getBytes(StandardCharsets.US_ASCII);
            this.then = then.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
