package dev.weir.journal.file;

import dev.weir.journal.JournalReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the journal from file to file, up to what is promised. It accounts for every number once, in order: as kept
 * or as damaged; only what was released is passed over. A batch is decoded as a whole: its record is checked once. What is still in
 * memory is taken from there, while the position in the files follows: whoever falls behind goes on at the next record.
 */
final class FileReader implements JournalReader {

    private final Storage storage;
    private final JournalFiles files;
    private final DamageLog damage;
    private final ReadGate gate;
    private final RecentRecords recent;
    private final LongSupplier lastSeq;
    private long nextSeq;
    /** The file of the position, which need not be open; -1 before the first. */
    private long base = -1;

    private Storage.@Nullable StoredFile file;
    private @Nullable RecordWindow window;
    private long offset;
    /** What the record at the offset begins with, or more, where all is well. */
    private long expectedSeq;
    /** What was read of a batch and not asked for yet: the number after the batch is next. */
    private final Queue<Entry> ofBatch = new ArrayDeque<>();

    private long batchOffset;
    /** How often records had been changed in place when these bytes were read. */
    private int changesSeen;

    private boolean closed;

    FileReader(
            Storage storage,
            JournalFiles files,
            DamageLog damage,
            ReadGate gate,
            RecentRecords recent,
            LongSupplier lastSeq,
            long fromSeq) {
        this.storage = storage;
        this.files = files;
        this.damage = damage;
        this.gate = gate;
        this.recent = recent;
        this.lastSeq = lastSeq;
        this.nextSeq = fromSeq;
    }

    /** @throws UncheckedIOException if the disk cannot be read; the position stands, and the call may be repeated */
    @Override
    public @Nullable Entry poll() {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
        long stamp = gate.enter();
        try {
            lookAgainIfChanged();
            Entry entry = ofBatch.poll();
            while (entry == null) {
                long last = lastSeq.getAsLong();
                nextSeq = Math.max(nextSeq, files.floor());
                if (nextSeq > last) {
                    return null;
                }
                RecentRecord inMemory = recent.find(nextSeq);
                entry = inMemory != null ? take(inMemory) : read(last);
            }
            return entry;
        } catch (IOException e) {
            throw new UncheckedIOException("journal file " + FileHeader.nameOf(Math.max(base, 1)), e);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public void close() {
        closed = true;
        closeFile();
    }

    /** What was read ahead may hold what has been erased since. */
    private void lookAgainIfChanged() {
        if (changesSeen == gate.changes()) {
            return;
        }
        changesSeen = gate.changes();
        RecordWindow open = window;
        if (open != null) {
            open.refresh();
        }
        Entry next = ofBatch.peek();
        if (next != null) {
            nextSeq = next.seq();
            offset = batchOffset;
            expectedSeq = base;
            ofBatch.clear();
        }
    }

    private Entry take(RecentRecord record) {
        if (record.base() != base) {
            closeFile();
            base = record.base();
        }
        Entry entry = record.entry(nextSeq);
        boolean isLast = nextSeq == record.lastSeq();
        offset = isLast ? record.end() : record.offset();
        expectedSeq = isLast ? nextSeq + 1 : record.firstSeq();
        nextSeq++;
        return entry;
    }

    /** From the disk; null when what stands there is none of ours to tell of. */
    private @Nullable Entry read(long last) throws IOException {
        RecordWindow at = locate();
        return at == null ? gapBeforeFirstFile(last) : step(at, last);
    }

    /** Opens the file in which the next number stands; null when all files begin above it. */
    private @Nullable RecordWindow locate() throws IOException {
        long wanted = files.baseOf(nextSeq);
        if (wanted < 0) {
            return null;
        }
        if (wanted != base) {
            closeFile();
            base = wanted;
            offset = FileHeader.BLOCK_BYTES;
            expectedSeq = wanted;
        }
        if (window == null) {
            closeFile();
            try {
                open();
            } catch (NoSuchFileException e) {
                // Released at this moment, or taken away: the floor tells which.
                if (files.floor() <= nextSeq) {
                    throw e;
                }
                return locateAgain();
            }
        }
        return window;
    }

    private @Nullable RecordWindow locateAgain() throws IOException {
        nextSeq = Math.max(nextSeq, files.floor());
        return locate();
    }

    private void open() throws IOException {
        Storage.StoredFile opened = storage.openReadOnly(FileHeader.nameOf(base));
        file = opened;
        FileHeader header = FileHeader.read(opened).any();
        if (header == null) {
            closeFile();
            throw new IOException("no readable header");
        }
        window = new RecordWindow(opened, header);
    }

    private Entry gapBeforeFirstFile(long last) {
        long to = Math.min(files.firstBase() - 1, last);
        damage.onGap(nextSeq, to);
        return damaged(to);
    }

    /** Reads at the offset; null when the record there is none of ours to tell of. */
    private @Nullable Entry step(RecordWindow at, long last) throws IOException {
        long lowest = base;
        if (!at.moveTo(offset, lowest) || !at.hasEvents()) {
            // The window may be older than the record, or show a mark that a record has replaced since.
            at.refresh();
            if (!at.moveTo(offset, lowest)) {
                return stepOverDamage(at, last);
            }
        }
        return onRecord(at, last);
    }

    private @Nullable Entry onRecord(RecordWindow at, long last) {
        long seq = at.seq();
        if (at.hasEvents() && seq <= nextSeq && nextSeq <= at.lastSeq()) {
            return kept(at);
        }
        long missingTo = Math.min(at.hasEvents() ? seq - 1 : seq, last);
        if (missingTo >= nextSeq) {
            // The record stays for the next step.
            damage.onGap(nextSeq, missingTo);
            return damaged(missingTo);
        }
        moveBehind(at);
        return null;
    }

    private void moveBehind(RecordWindow at) {
        offset = at.end();
        expectedSeq = at.hasEvents() ? at.lastSeq() + 1 : expectedSeq;
    }

    private Entry kept(RecordWindow at) {
        batchOffset = offset;
        at.skip((int) (nextSeq - at.seq()));
        Entry asked = entry(at, nextSeq);
        for (long seq = nextSeq + 1; seq <= at.lastSeq(); seq++) {
            ofBatch.add(entry(at, seq));
        }
        nextSeq = at.lastSeq() + 1;
        moveBehind(at);
        return asked;
    }

    private Entry entry(RecordWindow at, long seq) {
        try {
            if (at.isNextErased()) {
                return new Entry.Erased(seq, at.timeMillis(), at.nextErasedSection());
            }
            return new Entry.Kept(seq, at.timeMillis(), at.nextEnvelope());
        } catch (RuntimeException e) {
            damage.onUnreadable(opened(), base, offset, at.end(), seq, e);
            return new Entry.Damaged(seq, seq);
        }
    }

    /**
     * Goes on at the next whole record; null when no number was lost. That is the next in the file, also for a reader that only
     * passes: all tell of the same place.
     */
    private @Nullable Entry stepOverDamage(RecordWindow at, long last) throws IOException {
        long from = offset;
        long next = files.baseAfter(base);
        long to = Math.min(next < 0 ? last : next - 1, last);
        long found = at.resync(from, expectedSeq);
        if (found >= 0) {
            offset = found;
            to = Math.min(to, at.hasEvents() ? at.seq() - 1 : at.seq());
        }
        long until = found >= 0 ? found : at.endOfBytes(from, Long.MAX_VALUE);
        damage.onDamage(opened(), base, from, until, expectedSeq, to);
        expectedSeq = Math.max(expectedSeq, to + 1);
        return to >= nextSeq ? damaged(to) : null;
    }

    private Entry damaged(long to) {
        long from = nextSeq;
        nextSeq = to + 1;
        return new Entry.Damaged(from, to);
    }

    private Storage.StoredFile opened() {
        if (file == null) {
            throw new IllegalStateException("no file is open");
        }
        return file;
    }

    private void closeFile() {
        window = null;
        Storage.StoredFile old = file;
        file = null;
        if (old != null) {
            try {
                old.close();
            } catch (IOException e) {
                damage.onCloseFailure(e);
            }
        }
    }
}
