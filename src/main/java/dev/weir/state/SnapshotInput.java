package dev.weir.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the body of a snapshot whose checksum was found right. Confined to one thread. */
final class SnapshotInput {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_TEXT_BYTES = 1 << 20;

    private final InputStream in;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    /** @param in buffered here, and need not be */
    SnapshotInput(InputStream in) {
        this.in = in;
    }

    long number() throws IOException {
        require(Long.BYTES);
        return buffer.getLong();
    }

    /** @throws IOException if it is above this */
    int count(int max) throws IOException {
        long value = 0;
        int octet;
        int shift = 0;
        do {
            require(1);
            octet = buffer.get();
            value |= (long) (octet & 0x7f) << shift;
            shift += 7;
        } while (octet < 0 && shift < 35);
        if (value > max) {
            throw new IOException("count of " + value + " (expected: at most " + max + ")");
        }
        return (int) value;
    }

    String text() throws IOException {
        int length = count(MAX_TEXT_BYTES);
        if (length > BUFFER_BYTES) {
            return longText(length);
        }
        require(length);
        String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + length);
        return text;
    }

    @Nullable
    String nullableText() throws IOException {
        return count(1) == 0 ? null : text();
    }

    boolean isAtEnd() throws IOException {
        return !buffer.hasRemaining() && in.read() < 0;
    }

    private String longText(int length) throws IOException {
        byte[] utf8 = new byte[length];
        int buffered = Math.min(length, buffer.remaining());
        buffer.get(utf8, 0, buffered);
        if (in.readNBytes(utf8, buffered, length - buffered) < length - buffered) {
            throw new EOFException("in the middle of a text");
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private void require(int bytes) throws IOException {
        // Fast path: it is there.
        if (buffer.remaining() >= bytes) {
            return;
        }
        buffer.compact();
        int read = in.readNBytes(buffer.array(), buffer.position(), buffer.remaining());
        buffer.position(buffer.position() + read).flip();
        if (buffer.remaining() < bytes) {
            throw new EOFException("in the middle of a value");
        }
    }
}
