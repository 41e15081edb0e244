package dev.weir.state;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the body of a snapshot whose checksum was found right. Confined to one thread. */
final class SnapshotInput {

    private static final int MAX_TEXT_BYTES = 1 << 20;

    private final DataInputStream in;

    SnapshotInput(InputStream in) {
        this.in = new DataInputStream(in);
    }

    long number() throws IOException {
        return in.readLong();
    }

    /** @throws IOException if it is above this */
    int count(int max) throws IOException {
        long value = 0;
        int octet;
        int shift = 0;
        do {
            octet = in.readUnsignedByte();
            value |= (long) (octet & 0x7f) << shift;
            shift += 7;
        } while (octet > 0x7f && shift < 35);
        if (value > max) {
            throw new IOException("count of " + value + " (expected: at most " + max + ")");
        }
        return (int) value;
    }

    String text() throws IOException {
        byte[] utf8 = new byte[count(MAX_TEXT_BYTES)];
        in.readFully(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Nullable
    String nullableText() throws IOException {
        return count(1) == 0 ? null : text();
    }
}
