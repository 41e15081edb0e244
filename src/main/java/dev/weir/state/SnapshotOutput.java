package dev.weir.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a snapshot. It is forced every few megabytes, so that the journal's own forces never wait behind a heap
 * of it. Confined to one thread.
 */
final class SnapshotOutput {

    static final int FORCE_EVERY_BYTES = 4 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final CRC32C crc = new CRC32C();
    private long position;
    private long unforced;

    SnapshotOutput(FileChannel file, long position) {
        this.file = file;
        this.position = position;
    }

    void number(long value) throws IOException {
        room(Long.BYTES);
        buffer.putLong(value);
    }

    /** Anything that is not negative, and often small. */
    void count(int value) throws IOException {
        room(5);
        int left = value;
        while (left > 0x7f) {
            buffer.put((byte) (left | 0x80));
            left >>>= 7;
        }
        buffer.put((byte) left);
    }

    void text(String value) throws IOException {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        count(utf8.length);
        for (int from = 0; from < utf8.length; from += BUFFER_BYTES) {
            int length = Math.min(BUFFER_BYTES, utf8.length - from);
            room(length);
            buffer.put(utf8, from, length);
        }
    }

    void nullableText(@Nullable String value) throws IOException {
        count(value == null ? 0 : 1);
        if (value != null) {
            text(value);
        }
    }

    /** Writes what is left. */
    void flush() throws IOException {
        buffer.flip();
        crc.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            int written = file.write(buffer, position);
            position += written;
            unforced += written;
        }
        buffer.clear();
        if (unforced >= FORCE_EVERY_BYTES) {
            file.force(false);
            unforced = 0;
        }
    }

    /** Where the next byte goes; after a {@link #flush}. */
    long position() {
        return position;
    }

    /** Of everything written; after a {@link #flush}. */
    int checksum() {
        return (int) crc.getValue();
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }
}
