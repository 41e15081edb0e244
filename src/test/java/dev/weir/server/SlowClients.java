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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Many clients of one kind that are slow, on one thread: they open, do what the kind does, and see whether they are cut. */
final class SlowClients implements AutoCloseable {

    /** In each turn one opens: a thousand a second, and evenly, since a crowd has no common clock. */
    private static final long TURN_NANOS = 1_000_000L;
    /** Each does something once a second, ten times as often as the tools do that are made for this, and not all at once. */
    private static final int TURNS_A_ROUND = 1_000;

    private final InetSocketAddress server;
    private final Kind kind;
    private final int wanted;
    private final Selector selector = Selector.open();
    /** All of them read into this: what is garbage here is a pause of those who measure. */
    private final ByteBuffer read = ByteBuffer.allocateDirect(4_096);

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
            // A crowd has processors of its own: here it is not to take them from the server, nor from those who
            // measure it.
            Scheduling.behindAll();
            long due = System.nanoTime();
            for (int turn = 0; !isOver; turn++) {
                if (clients.size() < wanted) {
                    open();
                }
                for (int i = turn % TURNS_A_ROUND; i < clients.size(); i += TURNS_A_ROUND) {
                    clients.get(i).goOn();
                }
                selector.selectNow(key -> ((Client) key.attachment()).read(read.capacity()));
                // Who is late goes on at once, but nobody makes up for what was not done.
                due = Math.max(due + TURN_NANOS, System.nanoTime());
                LockSupport.parkNanos(due - System.nanoTime());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
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

        private final ByteBuffer first;
        private final ByteBuffer then;
        private final boolean readsAll;

        Kind(String first, String then, boolean readsAll) {
            this.first = bytes(first);
            this.then = bytes(then);
            this.readsAll = readsAll;
        }

        private static ByteBuffer bytes(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
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

        /** As much of it as the kernel takes. */
        void write(ByteBuffer bytes) {
            try {
                channel.write(bytes.rewind());
            } catch (IOException ended) {
                end();
            }
        }

        void read(int most) {
            try {
                if (channel.read(read.clear().limit(most)) < 0) {
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
