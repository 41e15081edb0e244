package dev.weir.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a journal file says of itself, in its first block and once more in its last: neither a flipped bit nor a lost
 * block loses the file.
 *
 * @param baseSeq the number of the first event that may stand here
 * @param journalId random, the same in all files of a directory
 * @param salt random, another one in each file; part of every record's checksum, so that nobody can put bytes into a
 *     beacon that would pass for a record
 * @param createdMillis when the file was begun, Unix milliseconds
 * @param fileBytes the size of the file
 */
record FileHeader(long baseSeq, UUID journalId, long salt, long createdMillis, long fileBytes) {

    /** A header has a block of its own, and the records begin after it. */
    static final int BLOCK_BYTES = 4096;

    private static final byte[] MAGIC = "WEIRJRNL".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int CRC_OFFSET = 60;
    private static final int HEADER_BYTES = 64;

    /** The name of the file that begins with this number: twenty digits, so that names sort as numbers do. */
    static String nameOf(long baseSeq) {
        String digits = Long.toString(baseSeq);
        return "0".repeat(20 - digits.length()) + digits + ".journal";
    }

    /** The first number of the file of this name, or -1 when it is no journal file's. */
    static long baseSeqOf(String name) {
        if (name.length() != 28 || !name.endsWith(".journal")) {
            return -1;
        }
        long seq = 0;
        for (int i = 0; i < 20; i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9 || seq > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            seq = seq * 10 + digit;
        }
        return seq == 0 ? -1 : seq;
    }

    /** Reads both copies. */
    static Copies read(Storage.StoredFile file) throws IOException {
        FileHeader first = readAt(file, 0);
        long size = first == null ? file.size() : first.fileBytes;
        FileHeader second = size < 2 * BLOCK_BYTES ? null : readAt(file, size - BLOCK_BYTES);
        return new Copies(first, second);
    }

    /** Where the records end: what follows is the second copy. */
    long dataEnd() {
        return fileBytes - BLOCK_BYTES;
    }

    /** Writes both copies; the caller forces. */
    void write(Storage.StoredFile file) throws IOException {
        file.write(toBytes(), 0);
        file.write(toBytes(), fileBytes - BLOCK_BYTES);
    }

    private ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
        bytes.put(MAGIC).putInt(VERSION).putInt(HEADER_BYTES).putLong(baseSeq);
        bytes.putLong(journalId.getMostSignificantBits()).putLong(journalId.getLeastSignificantBits());
        bytes.putLong(salt).putLong(createdMillis).putInt((int) (fileBytes / BLOCK_BYTES));
        bytes.putInt(CRC_OFFSET, crc(bytes));
        return bytes.rewind();
    }

    private static @Nullable FileHeader readAt(Storage.StoredFile file, long position) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                return null;
            }
        }
        bytes.rewind();
        byte[] magic = new byte[MAGIC.length];
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC) || bytes.getInt(CRC_OFFSET) != crc(bytes)) {
            return null;
        }
        int version = bytes.getInt();
        if (version != VERSION) {
            throw new IOException("journal file of format " + version + " (expected: " + VERSION + ")");
        }
        bytes.getInt();
        long baseSeq = bytes.getLong();
        UUID id = new UUID(bytes.getLong(), bytes.getLong());
        return new FileHeader(baseSeq, id, bytes.getLong(), bytes.getLong(), (long) bytes.getInt() * BLOCK_BYTES);
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(CRC_OFFSET).rewind());
        return (int) crc.getValue();
    }

    /** The two copies of a header; null for one that cannot be read. */
    record Copies(@Nullable FileHeader first, @Nullable FileHeader second) {

        /** The header, if any copy is whole. */
        @Nullable
        FileHeader any() {
            return first != null ? first : second;
        }

        boolean bothWhole() {
            return first != null && first.equals(second);
        }
    }
}
