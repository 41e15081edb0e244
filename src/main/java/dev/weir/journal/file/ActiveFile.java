package dev.weir.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The file that the writer appends to. Confined to the writer thread. */
final class ActiveFile {

    private final Storage.StoredFile file;
    private final FileHeader header;
    private final RecordFormat format;
    private final ByteBuffer mark = ByteBuffer.allocateDirect(RecordFormat.MARK_BYTES);
    private long position;
    private boolean marked;

    /** @param position where the next record goes */
    ActiveFile(Storage.StoredFile file, FileHeader header, long position) {
        this.file = file;
        this.header = header;
        this.format = new RecordFormat(header.salt());
        this.position = position;
        // An untouched file needs no mark: its header says as much.
        this.marked = true;
    }

    FileHeader header() {
        return header;
    }

    RecordFormat format() {
        return format;
    }

    /** Where the next record goes. */
    long position() {
        return position;
    }

    /** Whether this many bytes of records fit, with a mark behind them. */
    boolean hasRoom(int bytes) {
        return position + bytes + RecordFormat.MARK_BYTES <= header.dataEnd();
    }

    void append(ByteBuffer records) throws IOException {
        int bytes = records.remaining();
        file.write(records, position);
        position += bytes;
        marked = false;
    }

    void force() throws IOException {
        file.force(false);
    }

    /** Says behind the last record that it is the last one. The next append overwrites it. */
    void mark(long lastSeq, long timeMillis) throws IOException {
        if (marked) {
            return;
        }
        mark.clear().position(RecordFormat.HEADER_BYTES);
        format.seal(mark, 0, lastSeq, timeMillis, RecordFormat.MARK, (byte) 0);
        file.write(mark.flip(), position);
        marked = true;
    }

    void close() throws IOException {
        file.close();
    }
}
