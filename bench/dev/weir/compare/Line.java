package dev.weir.compare;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of the load generator, and the requests under way on it. Confined to its thread. */
abstract class Line implements AutoCloseable {

    private static final int MOST_READ = 16_384;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(MOST_READ);

    Line(InetSocketAddress server, Selector selector) throws IOException {
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** How many requests may be under way. */
    abstract int slots();

    /**
     * Sends one, or has it sent with the next {@link #flush}.
     *
     * @param due when it should have left
     */
    abstract void send(long due) throws IOException;

    /** Sends what {@link #send} has kept. */
    abstract void flush() throws IOException;

    /** Takes in the whole answers of what has been read, from the buffer's position; the rest stays. */
    abstract void parse(ByteBuffer read, Answers answers) throws IOException;

    /** @throws EOFException if the server has closed it */
    final void read(Answers answers) throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed a connection");
        }
        in.flip();
        parse(in, answers);
        in.compact();
    }

    /** What is written is far below what a socket takes at once; a full one is waited for. */
    final void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public final void close() throws IOException {
        channel.close();
    }

    /** Gets answers as they come. */
    interface Answers {
        void onAnswer(Line line, int status, long due);
    }
}
