package dev.weir.journal.file;

import dev.weir.journal.EnvelopeCodec;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A journal's entry as one word of ASCII, from which it comes back as it was: for whoever keeps entries elsewhere, in text.
 * It is the base64 (RFC 4648, 4) of {@code layout | crc32c | seq | time | envelope}, big endian, where the layout is the
 * envelope's, and the checksum covers the layout and what follows the checksum. Safe for many threads.
 */
public final class EntryText {

    private static final int LAYOUT = 0;
    private static final int CRC = 1;
    private static final int SEQ = 5;
    private static final int HEADER_BYTES = 21;

    private EntryText() {}

    public static String of(Kept entry) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + EnvelopeCodec.bytesOf(entry.envelope()));
        bytes.put(EnvelopeCodec.VERSION).putInt(0).putLong(entry.seq()).putLong(entry.timeMillis());
        EnvelopeCodec.encode(entry.envelope(), bytes);
        bytes.putInt(CRC, checksum(bytes.array()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /**
     * The entry that was made into this text.
     *
     * @throws IllegalArgumentException if it is not what this or an earlier version wrote; it says what is wrong
     */
    public static Kept parse(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length < HEADER_BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes (expected: at least " + HEADER_BYTES + ")");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte layout = buffer.get();
        int found = buffer.getInt();
        int sum = checksum(bytes);
        if (found != sum) {
            throw new IllegalArgumentException(
                    "checksum " + Integer.toHexString(found) + " (expected: " + Integer.toHexString(sum) + ")");
        }
        long seq = buffer.getLong();
        long timeMillis = buffer.getLong();
        try {
            return new Kept(seq, timeMillis, EnvelopeCodec.decode(layout, buffer));
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("an envelope that ends too early (expected: a whole one)", cut);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes[LAYOUT]);
        crc.update(bytes, SEQ, bytes.length - SEQ);
        return (int) crc.getValue();
    }
}
