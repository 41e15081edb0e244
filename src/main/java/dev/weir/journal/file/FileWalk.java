package dev.weir.journal.file;

import java.io.IOException;

/**
 * Walks through one journal file that nobody writes (or whose newest records do not matter), from its first record to
 * its end, and over what is damaged. Confined to one thread.
 */
final class FileWalk {

    private final RecordWindow window;
    private final long dataEnd;
    private long offset = FileHeader.BLOCK_BYTES;
    private long lastSeq;
    private long damagedUntil = -1;
    private long missingFrom;
    private long missingTo;

    FileWalk(Storage.StoredFile file, FileHeader header) {
        window = new RecordWindow(file, header);
        dataEnd = header.dataEnd();
        lastSeq = header.baseSeq() - 1;
    }

    /** Moves on. After DAMAGE the walk stands before the next whole record. */
    Step next() throws IOException {
        if (damagedUntil >= 0) {
            offset = damagedUntil;
            damagedUntil = -1;
        }
        if (window.moveTo(offset, lastSeq + 1)) {
            return onRecord();
        }
        // Perhaps it was being written while it was read: look again before calling it damage.
        window.refresh();
        if (window.moveTo(offset, lastSeq + 1)) {
            return onRecord();
        }
        long found = window.resync(offset, lastSeq + 1);
        if (found < 0) {
            return Step.END;
        }
        damagedUntil = found;
        missing(window.hasEvents() ? window.seq() - 1 : window.seq());
        return Step.DAMAGE;
    }

    private Step onRecord() {
        boolean events = window.hasEvents();
        long seq = window.seq();
        if (seq > lastSeq + (events ? 1 : 0)) {
            damagedUntil = offset;
            missing(events ? seq - 1 : seq);
            return Step.DAMAGE;
        }
        lastSeq = window.lastSeq();
        offset = window.end();
        return events ? Step.EVENTS : Step.MARK;
    }

    private void missing(long to) {
        missingFrom = lastSeq + 1;
        missingTo = to;
        lastSeq = to;
    }

    /** The record of the last step. */
    RecordWindow record() {
        return window;
    }

    /** Where the walk stands: after the last record, or where damage begins. */
    long offset() {
        return offset;
    }

    /** After DAMAGE: where whole records begin again. */
    long damagedUntil() {
        return damagedUntil;
    }

    /** After DAMAGE: the first number that is missing; above {@link #missingTo} when no event was hit. */
    long missingFrom() {
        return missingFrom;
    }

    long missingTo() {
        return missingTo;
    }

    /** The highest number accounted for. */
    long lastSeq() {
        return lastSeq;
    }

    /** After END: the end of the stray bytes behind the last record; {@link #offset} when there are none. */
    long strayUntil() throws IOException {
        return window.endOfBytes(offset, dataEnd);
    }

    enum Step {
        /** An event, or a batch of them. */
        EVENTS,
        MARK,
        DAMAGE,
        END
    }
}
