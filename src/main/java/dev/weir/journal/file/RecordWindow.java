package dev.weir.journal.file;

import dev.weir.event.Envelope;
import dev.weir.journal.EnvelopeCodec;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A window of one journal file's bytes, moved along as records are read. Large sequential reads, and no mapping: a lost
 * block is then an error code and not a dead process. Confined to one thread.
 */
final class RecordWindow {

    private static final int CHUNK_BYTES = 256 * 1024;

    private final Storage.StoredFile file;
    private final FileHeader header;
    private final RecordFormat format;
    private final long maxSeq;
    private ByteBuffer bytes;
    private long start;
    private long recordOffset;
    /** Where in the buffer the next event of the record begins. */
    private int nextEvent;

    RecordWindow(Storage.StoredFile file, FileHeader header) {
        this.file = file;
        this.header = header;
        this.format = new RecordFormat(header.salt());
        this.maxSeq = header.baseSeq() + header.fileBytes() / RecordFormat.MARK_BYTES;
        this.bytes = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, header.fileBytes()));
        bytes.limit(0);
    }

    /** Forgets what was read: the writer may have written since. */
    void refresh() {
        bytes.limit(0);
    }

    /**
     * Moves to a record.
     *
     * @param minSeq the lowest number that may stand here; a batch must reach it with its last event
     * @return whether there is a whole record at this offset; if so, the accessors tell of it
     */
    boolean moveTo(long offset, long minSeq) throws IOException {
        if (offset + RecordFormat.HEADER_BYTES > header.dataEnd() || !load(offset, RecordFormat.HEADER_BYTES)) {
            return false;
        }
        recordOffset = offset;
        int length = length();
        if (!isPlausible(length, minSeq) || !load(offset, length) || !format.isSealed(bytes, at(0), length)) {
            return false;
        }
        nextEvent = at(RecordFormat.HEADER_BYTES + (isBatch() ? RecordFormat.COUNT_BYTES : 0));
        return !isBatch() || lastSeq() >= minSeq;
    }

    /** The offset of the first whole record at or after an offset, or -1 when none follows. */
    long resync(long offset, long minSeq) throws IOException {
        for (long at = offset; at + RecordFormat.HEADER_BYTES <= header.dataEnd(); at += 8) {
            if (!load(at, RecordFormat.HEADER_BYTES)) {
                return -1;
            }
            if (moveTo(at, minSeq)) {
                return at;
            }
        }
        return -1;
    }

    /** The end of the last byte before {@code end} and at or after {@code offset} that is not zero, or the offset. */
    long endOfBytes(long offset, long end) throws IOException {
        long last = offset;
        long at = offset;
        while (at < end && load(at, 1)) {
            int from = (int) (at - start);
            int until = (int) Math.min(bytes.limit(), end - start);
            for (int i = from; i < until; i++) {
                if (bytes.get(i) != 0) {
                    last = start + i + 1;
                }
            }
            at = start + until;
        }
        return last;
    }

    /** The record's bytes, without its padding. */
    byte[] copy() {
        byte[] copy = new byte[length()];
        bytes.get(at(0), copy);
        return copy;
    }

    /** Where the record begins. */
    long offset() {
        return recordOffset;
    }

    int length() {
        return bytes.getInt(at(RecordFormat.LENGTH));
    }

    /** Where the next record begins. */
    long end() {
        return recordOffset + RecordFormat.padded(length());
    }

    /** The number of the event, or of the first event of a batch, or the one that a mark speaks of. */
    long seq() {
        return bytes.getLong(at(RecordFormat.SEQ));
    }

    /** The number of the last event of a batch; else the same as {@link #seq}. */
    long lastSeq() {
        return isBatch() ? seq() + bytes.getInt(at(RecordFormat.HEADER_BYTES)) - 1 : seq();
    }

    long timeMillis() {
        return bytes.getLong(at(RecordFormat.TIME));
    }

    /** Whether the record holds an event, or a batch of them. */
    boolean hasEvents() {
        return type() != RecordFormat.MARK;
    }

    /** Passes over events of the record without decoding them. */
    void skip(int events) {
        for (int i = 0; i < events; i++) {
            nextEvent += RecordFormat.EVENT_LENGTH_BYTES + bytes.getInt(nextEvent);
        }
    }

    /** Whether the record's next event was erased. */
    boolean isNextErased() {
        return Tombstone.isAt(bytes, nextFrom(), nextTo());
    }

    /** Passes over an event that was erased, and tells whose it was. */
    String nextErasedSection() {
        int from = nextFrom();
        int to = nextTo();
        nextEvent = to;
        return Tombstone.section(bytes, from, to);
    }

    /** Decodes the record's next event; the one after it is next, also if this throws what {@link EnvelopeCodec#decode} throws. */
    Envelope nextEnvelope() {
        byte version = bytes.get(at(RecordFormat.CODEC));
        int from = nextFrom();
        int to = nextTo();
        nextEvent = to;
        int limit = bytes.limit();
        try {
            bytes.limit(to).position(from);
            return EnvelopeCodec.decode(version, bytes);
        } finally {
            bytes.limit(limit).position(0);
        }
    }

    private int nextFrom() {
        return isBatch() ? nextEvent + RecordFormat.EVENT_LENGTH_BYTES : nextEvent;
    }

    private int nextTo() {
        return isBatch() ? nextFrom() + bytes.getInt(nextEvent) : at(length());
    }

    private boolean isPlausible(int length, long minSeq) {
        if (length < RecordFormat.HEADER_BYTES || length > header.dataEnd() - recordOffset || seq() > maxSeq) {
            return false;
        }
        return switch (type()) {
            case RecordFormat.EVENT -> seq() >= minSeq;
            case RecordFormat.MARK -> seq() >= minSeq - 1;
            case RecordFormat.BATCH ->
                // How far it reaches is known when its count has been checked.
                length >= RecordFormat.HEADER_BYTES + RecordFormat.COUNT_BYTES && seq() >= header.baseSeq();
            default -> false;
        };
    }

    private byte type() {
        return bytes.get(at(RecordFormat.TYPE));
    }

    private boolean isBatch() {
        return type() == RecordFormat.BATCH;
    }

    private int at(int field) {
        return (int) (recordOffset - start) + field;
    }

    /** Brings bytes into the window; false if the file ends before them. */
    private boolean load(long offset, int length) throws IOException {
        if (offset >= start && offset + length <= start + bytes.limit()) {
            return true;
        }
        if (length > bytes.capacity()) {
            bytes = ByteBuffer.allocate(length);
        }
        bytes.clear();
        start = offset;
        long end = Math.min(header.fileBytes(), offset + bytes.capacity());
        bytes.limit((int) Math.max(0, end - offset));
        while (bytes.hasRemaining() && file.read(bytes, start + bytes.position()) >= 0) {}
        bytes.flip();
        return bytes.limit() >= length;
    }
}
