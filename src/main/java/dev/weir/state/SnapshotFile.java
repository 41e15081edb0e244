package dev.weir.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The format of a snapshot: a header of 36 bytes, big-endian, and the body. The header has a magic word, the version, the
 * number of the newest entry in it, the body's length and checksum (CRC32C), and a checksum of its own.
 */
final class SnapshotFile {

    private static final long MAGIC = 0x5745_4952_534e_4150L; // WEIRSNAP
    private static final int VERSION = 1;
    private static final int CHECKED_HEADER_BYTES = 32;
    private static final int HEADER_BYTES = CHECKED_HEADER_BYTES + Integer.BYTES;
    private static final int BLOCK_BYTES = 64 << 10;

    private SnapshotFile() {}

    /** Writes it, and forces it to disk. Returns its size. */
    static long write(Path path, long seq, SnapshotPart body) throws IOException {
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            SnapshotOutput out = new SnapshotOutput(file, HEADER_BYTES);
            body.write(out);
            out.flush();
            ByteBuffer header = header(seq, out.position() - HEADER_BYTES, out.checksum());
            for (int at = 0; header.hasRemaining(); ) {
                at += file.write(header, at);
            }
            file.force(true);
            return out.position();
        }
    }

    /**
     * Reads a snapshot, once all of it was found whole.
     *
     * @param seq the number that its name says
     * @throws IOException if it is not whole, or not of this version
     */
    static void read(Path path, long seq, Body body) throws IOException {
        check(path, seq);
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(HEADER_BYTES);
            SnapshotInput input = new SnapshotInput(in);
            body.read(input);
            if (!input.isAtEnd()) {
                throw new IOException("more than was written");
            }
        }
    }

    private static ByteBuffer header(long seq, long length, int checksum) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putInt(VERSION).putLong(seq).putLong(length).putInt(checksum);
        header.putInt(checksum(header.array(), CHECKED_HEADER_BYTES));
        return header.flip();
    }

    private static void check(Path path, long seq) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES));
            require(header.remaining() == HEADER_BYTES, "a whole header");
            require(header.getLong() == MAGIC, "a snapshot");
            require(
                    header.getInt(CHECKED_HEADER_BYTES) == checksum(header.array(), CHECKED_HEADER_BYTES),
                    "its header");
            require(header.getInt() == VERSION, "version " + VERSION);
            require(header.getLong() == seq, "the number in its name");
            long length = header.getLong();
            int checksum = header.getInt();
            CRC32C crc = new CRC32C();
            byte[] block = new byte[BLOCK_BYTES];
            long read = 0;
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                crc.update(block, 0, count);
                read += count;
            }
            require(read == length, length + " bytes");
            require((int) crc.getValue() == checksum, "the bytes that were written");
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static void require(boolean holds, String expectation) throws IOException {
        if (!holds) {
            throw new IOException("not whole (expected: " + expectation + ")");
        }
    }

    /** What takes in a body. */
    interface Body {
        void read(SnapshotInput in) throws IOException;
    }
}
