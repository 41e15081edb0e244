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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Many clients of one kind that are slow, on one thread: they open, do what the kind does, and see whether they are cut. */
final class SlowClients implements AutoCloseable {

    private static final int TURN_MILLIS = 10;
    /** A thousand a second, and evenly: a crowd has no common clock, and the kernel's line of those to be accepted has an end. */
    private static final int OPENED_A_TURN = 10;
    /** Each does something every 200 ms, and not all at once. */
    private static final int TURNS_A_ROUND = 20;

    private final InetSocketAddress server;
    private final Kind kind;
    private final int wanted;
    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private final Thread thread;
    private volatile boolean isOver;

    private SlowClients(URI server, Kind kind, int wanted) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.kind = kind;
        this.wanted = wanted;
        this.thread = new Thread(this::run, "slow");
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

    /** For how long the one of them was connected who was so for longest. */
    long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestNanos.get());
    }

    @Override
    public void close() throws IOException {
        isOver = true;
        join(thread);
        for (Client client : clients) {
            client.channel.close();
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
            yieldToOthers();
            for (int turn = 0; !isOver; turn++) {
                long turnEnd = System.nanoTime() + TURN_MILLIS * 1_000_000L;
                for (int i = 0; i < OPENED_A_TURN && clients.size() < wanted; i++) {
                    open();
                }
                for (int i = turn % TURNS_A_ROUND; i < clients.size(); i += TURNS_A_ROUND) {
                    clients.get(i).goOn();
                }
                look(turnEnd);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A crowd has processors of its own: here it is not to take them from the server, nor from those who measure it. */
    private static void yieldToOthers() throws IOException {
        Path self = Path.of("/proc/thread-self");
        if (Files.exists(self)) {
            String thread = self.toRealPath().getFileName().toString();
            new ProcessBuilder("renice", "-n", "19", "-p", thread).start();
        }
    }

    private void open() throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (!kind.readsAll) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        }
        channel.connect(server);
        channel.configureBlocking(false);
        Client client = new Client(channel);
        // Who does not read sees the end of its connection when it writes.
        if (kind.readsAll) {
            channel.register(selector, SelectionKey.OP_READ, client);
        }
        clients.add(client);
        opened.incrementAndGet();
        client.write(kind.first);
    }

    private void look(long until) throws IOException {
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            selector.select(key -> ((Client) key.attachment()).read(4_096), Math.max(1, left / 1_000_000));
        }
    }

    /** In what they are slow. */
    enum Kind {
        /** They connect, and that is all. */
        SILENT("", "", true),
        /** A field of a head now and then. */
        HEAD("GET /health HTTP/1.1\r\nHost: weir\r\n", "X: y\r\n", true),
        /** A byte of a body now and then. */
        BODY("POST /push HTTP/1.1\r\nHost: weir\r\nContent-Length: 60000\r\n\r\n{", " ", true),
        /** They ask once, take the answer, and that is all. */
        IDLE("GET /health HTTP/1.1\r\nHost: weir\r\n\r\n", "", true),
        /** They ask for more and more, and read nothing. */
        UNREADING(Kind.ASKS.repeat(400), Kind.ASKS, false),
        /** The same, but for a few bytes now and then. */
        SIPPING(Kind.ASKS.repeat(400), Kind.ASKS, false);

        private static final String ASKS = "GET /weir.js HTTP/1.1\r\nHost: weir\r\n\r\n";
        private static final int SIP_BYTES = 64;

        private final byte[] first;
        private final byte[] then;
        private final boolean readsAll;

        Kind(String first, String then, boolean readsAll) {
            this.first = first.getBytes(StandardCharsets.US_ASCII);
            this.then = then.getBytes(StandardCharsets.US_ASCII);
            this.readsAll = readsAll;
        }
    }

    /** One of them. Confined to their thread. */
    private final class Client {
        private final SocketChannel channel;
        private final long openedNanos = System.nanoTime();

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        /** Does what the kind does now and then. */
        void goOn() {
            if (kind == Kind.SIPPING && channel.isOpen()) {
                read(Kind.SIP_BYTES);
            }
            if (channel.isOpen()) {
                write(kind.then);
            }
        }

        void write(byte[] bytes) {
            try {
                channel.write(ByteBuffer.wrap(bytes));
            } catch (IOException ended) {
                end();
            }
        }

        void read(int most) {
            try {
                if (channel.read(ByteBuffer.allocate(most)) < 0) {
                    end();
                }
            } catch (IOException reset) {
                end();
            }
        }

        private void end() {
            longestNanos.accumulateAndGet(System.nanoTime() - openedNanos, Math::max);
            cut.incrementAndGet();
            try {
                channel.close();
            } catch (IOException unclear) {
                throw new UncheckedIOException(unclear);
            }
        }
    }
}
