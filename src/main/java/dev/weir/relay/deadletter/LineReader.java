package dev.weir.relay.deadletter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads a file line by line, also one that grows: after the last whole line there may be another one later. Holds one line in
 * memory, of {@link #MAX_LINE_BYTES} at most; a longer one is passed over and {@link #isOverlong}. Confined to one thread.
 */
final class LineReader implements Closeable {

    static final int MAX_LINE_BYTES = 64 << 20;
    private static final int FIRST_BYTES = 64 << 10;

    private final Path path;
    private final FileChannel channel;
    private byte[] buffer = new byte[FIRST_BYTES];
    private long channelAt;
    private int at;
    private int end;
    private int searched;
    private int lineStart;
    private int lineBytes;
    private long lines;
    private boolean skips;
    private boolean isOverlong;

    private LineReader(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @throws java.nio.file.NoSuchFileException if it is not there */
    static LineReader open(Path path) throws IOException {
        return new LineReader(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    /** Goes to the next whole line; false if there is none, yet. */
    boolean next() throws IOException {
        isOverlong = false;
        while (true) {
            for (int i = Math.max(at, searched); i < end; i++) {
                if (buffer[i] == '\n') {
                    take(i);
                    return true;
                }
            }
            searched = end;
            if (!readMore()) {
                return false;
            }
        }
    }

    /** Begins again at the first line. */
    void rewind() {
        goTo(0);
    }

    /** Goes on at this byte, where a line begins that counts as the first. */
    void goTo(long start) {
        channelAt = start;
        at = 0;
        end = 0;
        searched = 0;
        lines = 0;
        skips = false;
    }

    Path path() {
        return path;
    }

    /** The bytes that hold the line, until the next one is gone to. */
    byte[] buffer() {
        return buffer;
    }

    int start() {
        return lineStart;
    }

    int length() {
        return lineBytes;
    }

    /** The line, and the line feed after it; of the buffer itself. */
    ByteBuffer bytesWithLineFeed() {
        return ByteBuffer.wrap(buffer, lineStart, lineBytes + 1);
    }

    /** Whether the line was too long to be read; then it is empty here. */
    boolean isOverlong() {
        return isOverlong;
    }

    /** The line's number, from 1. */
    long line() {
        return lines;
    }

    /** How many bytes there are after the last whole line, once {@link #next} has said that there is no other. */
    int torn() {
        return end - at;
    }

    /** Where the line is, for a person. */
    String where() {
        return path + ":" + lines;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void take(int lineFeed) {
        lineStart = at;
        lineBytes = skips ? 0 : lineFeed - at;
        isOverlong = skips;
        skips = false;
        at = lineFeed + 1;
        searched = at;
        lines++;
    }

    private boolean readMore() throws IOException {
        makeRoom();
        int read = channel.read(ByteBuffer.wrap(buffer, end, buffer.length - end), channelAt);
        if (read <= 0) {
            return false;
        }
        channelAt += read;
        end += read;
        return true;
    }

    private void makeRoom() {
        if (end < buffer.length) {
            return;
        }
        if (at > 0) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
        } else if (buffer.length < MAX_LINE_BYTES) {
            buffer = Arrays.copyOf(buffer, Math.min(MAX_LINE_BYTES, 4 * buffer.length));
            return;
        } else {
            skips = true;
            at = end;
        }
        searched -= at;
        end -= at;
        at = 0;
    }
}
