package dev.weir.journal.file;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a record: {@code length | crc32c | seq | time | type | codec | payload}, big endian, at a multiple of 8.
 * The length counts the header and not the padding. The checksum covers the file's salt, the length, and everything
 * after the checksum. Confined to one thread.
 */
final class RecordFormat {

    static final int LENGTH = 0;
    static final int CRC = 4;
    static final int SEQ = 8;
    static final int TIME = 16;
    static final int TYPE = 24;
    static final int CODEC = 25;
    static final int HEADER_BYTES = 26;

    /** An event. It takes a number of its own. */
    static final byte EVENT = 1;
    /** Says that all events up to its number had been written and forced. It takes no number. */
    static final byte MARK = 2;
    /**
     * A batch: how many events there are, and each as its length and its bytes. It takes a number for each, and bears the
     * first one.
     */
    static final byte BATCH = 3;

    static final int MARK_BYTES = padded(HEADER_BYTES);

    /** What stands before the events of a batch: how many there are. */
    static final int COUNT_BYTES = 4;
    /** What stands before each event of a batch: its length. */
    static final int EVENT_LENGTH_BYTES = 4;

    private final CRC32C crc = new CRC32C();
    private final byte[] salt;

    RecordFormat(long salt) {
        this.salt = ByteBuffer.allocate(8).putLong(salt).array();
    }

    static int padded(int length) {
        return (length + 7) & ~7;
    }

    /** Writes the header of the record that begins at {@code start} and ends at the buffer's position, and pads it. */
    void seal(ByteBuffer buffer, int start, long seq, long timeMillis, byte type, byte codec) {
        int length = buffer.position() - start;
        buffer.putInt(start + LENGTH, length);
        buffer.putLong(start + SEQ, seq);
        buffer.putLong(start + TIME, timeMillis);
        buffer.put(start + TYPE, type);
        buffer.put(start + CODEC, codec);
        buffer.putInt(start + CRC, checksum(buffer, start, length));
        for (int end = start + padded(length); buffer.position() < end; ) {
            buffer.put((byte) 0);
        }
    }

    boolean isSealed(ByteBuffer buffer, int start, int length) {
        return buffer.getInt(start + CRC) == checksum(buffer, start, length);
    }

    private int checksum(ByteBuffer buffer, int start, int length) {
        crc.reset();
        crc.update(salt);
        update(buffer, start + LENGTH, start + CRC);
        update(buffer, start + SEQ, start + length);
        return (int) crc.getValue();
    }

    /** Moves the buffer's own window and puts it back: a slice would be garbage for each record. */
    private void update(ByteBuffer buffer, int from, int to) {
        int position = buffer.position();
        int limit = buffer.limit();
        buffer.limit(to).position(from);
        crc.update(buffer);
        buffer.limit(limit).position(position);
    }
}
