package dev.weir.journal.file;

import dev.weir.event.Traces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Erases a person's events from the files of a journal, also while it is written: each record that has some is replaced by one of
 * its length, in which they are {@link Tombstone}s, so that numbers, books and everybody else's events stay. What lies between
 * records and names the person is zeroed, and what of it lies in quarantine is deleted as a whole. Confined to one thread.
 */
final class JournalEraser {

    /** Records are replaced in portions of about this size. */
    private static final int PORTION_BYTES = 4 << 20;

    private static final int CHUNK_BYTES = 1 << 20;
    /** Longer than anything that is looked for. */
    private static final int OVERLAP_BYTES = 8 << 10;

    private static final String QUARANTINE = "quarantine";

    private final Storage storage;
    private final JournalFiles files;
    private final ReadGate gate;
    private final Traces traces;
    private final LongConsumer onErased;
    private final List<RewriteFile.Rewrite> portion = new ArrayList<>();
    private long portionBytes;
    private long events;
    private long gaps;

    JournalEraser(Storage storage, JournalFiles files, ReadGate gate, Traces traces, LongConsumer onErased) {
        this.storage = storage;
        this.files = files;
        this.gate = gate;
        this.traces = traces;
        this.onErased = onErased;
    }

    /** Everything up to this number, which must have been written. */
    ErasedEntries erase(long upTo) throws IOException {
        for (long base = files.firstBase(); base >= 0 && base <= upTo; base = files.baseAfter(base)) {
            try (Storage.StoredFile file = storage.open(FileHeader.nameOf(base))) {
                erase(file, base, upTo);
            } catch (NoSuchFileException released) {
                // While we looked.
            }
            replacePortion();
        }
        return new ErasedEntries(events, gaps, eraseQuarantine());
    }

    /** How many files name the person, up to this number and in quarantine. */
    int search(long upTo) throws IOException {
        int hits = 0;
        for (long base = files.firstBase(); base >= 0 && base <= upTo; base = files.baseAfter(base)) {
            try (Storage.StoredFile file = storage.openReadOnly(FileHeader.nameOf(base))) {
                hits += areTracesIn(file, 0, end(file, base, upTo)) ? 1 : 0;
            } catch (NoSuchFileException released) {
                // While we looked.
            }
        }
        for (String name : storage.list(QUARANTINE)) {
            try (Storage.StoredFile file = storage.openReadOnly(QUARANTINE + "/" + name)) {
                hits += areTracesIn(file, 0, file.size()) ? 1 : 0;
            }
        }
        return hits;
    }

    /** Where what is written beyond a number begins; the file's own end where that is in another. */
    private long end(Storage.StoredFile file, long base, long upTo) throws IOException {
        FileHeader header = FileHeader.read(file).any();
        if (files.baseAfter(base) >= 0 || header == null) {
            return file.size();
        }
        FileWalk walk = new FileWalk(file, header);
        while (walk.lastSeq() < upTo && walk.next() != FileWalk.Step.END) {}
        return walk.offset();
    }

    private void erase(Storage.StoredFile file, long base, long upTo) throws IOException {
        FileHeader header = FileHeader.read(file).any();
        if (header == null) {
            throw new IOException(FileHeader.nameOf(base) + ": no readable header");
        }
        // Beyond the newest number of the newest file stands what is being written.
        boolean isWritten = files.baseAfter(base) < 0;
        FileWalk walk = new FileWalk(file, header);
        RecordFormat format = new RecordFormat(header.salt());
        while (!isWritten || walk.lastSeq() < upTo) {
            long offset = walk.offset();
            switch (walk.next()) {
                case EVENTS -> onRecord(walk.record(), header, format);
                case MARK -> {}
                case DAMAGE -> clear(file, offset, walk.damagedUntil());
                case END -> {
                    if (!isWritten) {
                        clear(file, walk.offset(), header.dataEnd());
                    }
                    return;
                }
            }
        }
    }

    private void onRecord(RecordWindow record, FileHeader header, RecordFormat format) throws IOException {
        RecordImage image = new RecordImage(record.copy());
        boolean hasAny = image.erase(traces, format, seq -> {
            events++;
            onErased.accept(seq);
        });
        if (!hasAny) {
            return;
        }
        portion.add(new RewriteFile.Rewrite(header.baseSeq(), header.salt(), record.offset(), image.bytes()));
        portionBytes += image.bytes().length;
        if (portionBytes >= PORTION_BYTES) {
            replacePortion();
        }
    }

    private void replacePortion() throws IOException {
        if (!portion.isEmpty()) {
            new RewriteFile(storage).replace(portion, gate);
            portion.clear();
            portionBytes = 0;
        }
    }

    /** Bytes that are no record stay none when they are zeros. */
    private void clear(Storage.StoredFile file, long from, long until) throws IOException {
        if (!areTracesIn(file, from, until)) {
            return;
        }
        gaps++;
        ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
        long stamp = gate.beginChange();
        try {
            for (long at = from; at < until; at += CHUNK_BYTES) {
                zeros.clear().limit((int) Math.min(CHUNK_BYTES, until - at));
                file.write(zeros, at);
            }
        } finally {
            gate.endChange(stamp);
        }
        file.force(false);
    }

    private int eraseQuarantine() throws IOException {
        int deleted = 0;
        for (String name : storage.list(QUARANTINE)) {
            String path = QUARANTINE + "/" + name;
            boolean isHit;
            try (Storage.StoredFile file = storage.openReadOnly(path)) {
                isHit = areTracesIn(file, 0, file.size());
            }
            if (isHit) {
                storage.delete(path);
                deleted++;
            }
        }
        if (deleted > 0) {
            storage.forceFolder(QUARANTINE);
        }
        return deleted;
    }

    private boolean areTracesIn(Storage.StoredFile file, long from, long until) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, Math.max(0, until - from))];
        int kept = 0;
        for (long at = from; at < until; ) {
            ByteBuffer into = ByteBuffer.wrap(chunk);
            into.position(kept).limit((int) Math.min(chunk.length, kept + until - at));
            int read = file.read(into, at);
            if (read <= 0) {
                return false;
            }
            at += read;
            int end = kept + read;
            if (traces.areIn(chunk, 0, end)) {
                return true;
            }
            kept = Math.min(OVERLAP_BYTES, end);
            if (kept == chunk.length) {
                kept = 0;
            }
            byte[] tail = Arrays.copyOfRange(chunk, end - kept, end);
            System.arraycopy(tail, 0, chunk, 0, kept);
        }
        return false;
    }
}
