package dev.weir.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what a journal's directory holds, whatever state it was left in. The headers of all files are read; of the last
 * file, all records. Older files were complete when the last one was begun: they are checked as they are read. Every
 * step may be cut short and done again.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int ZERO_BYTES = 64 * 1024;

    private final Storage storage;
    private final FileJournalOptions options;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DamageLog damage;
    private final Map<Long, FileHeader> headers = new TreeMap<>();
    private long nextSeq = 1;

    Recovery(
            Storage storage,
            FileJournalOptions options,
            InstantSource clock,
            RandomGenerator random,
            DamageLog damage) {
        this.storage = storage;
        this.options = options;
        this.clock = clock;
        this.random = random;
        this.damage = damage;
    }

    /**
     * Opens the journal for appending.
     *
     * @param floor nothing below was kept by intention
     * @param highestCursor no number below may be used again
     */
    Recovered run(long floor, long highestCursor) throws IOException {
        storage.delete(FileMaker.SPARE);
        new RewriteFile(storage).redo();
        readHeaders(floor);
        UUID journalId = headers.isEmpty()
                ? new UUID(random.nextLong(), random.nextLong())
                : headers.values().iterator().next().journalId();
        FileMaker maker = new FileMaker(storage, options.fileBytes(), journalId, clock, random);
        JournalFiles files = new JournalFiles(floor);
        FileHeader last = null;
        for (FileHeader header : headers.values()) {
            files.add(header.baseSeq(), header.fileBytes());
            last = header;
        }
        ActiveFile active = last == null ? null : openLast(last);
        long unused = nextSeq;
        nextSeq = Math.max(nextSeq, Math.max(floor, highestCursor));
        if (active == null || nextSeq > unused) {
            active = beginAnew(active, maker, files);
        }
        if (files.firstBase() > floor) {
            damage.onGap(floor, files.firstBase() - 1);
        }
        return new Recovered(files, maker, active, nextSeq, journalId);
    }

    private void readHeaders(long floor) throws IOException {
        long previous = -1;
        for (String name : storage.list("")) {
            long baseSeq = FileHeader.baseSeqOf(name);
            if (baseSeq < 0) {
                continue;
            }
            if (previous >= 0 && baseSeq <= floor) {
                // Its deletion was begun, and cut short.
                storage.delete(FileHeader.nameOf(previous));
                headers.remove(previous);
            }
            FileHeader header = readHeader(name, baseSeq);
            if (header != null) {
                headers.put(baseSeq, header);
                nextSeq = Math.max(nextSeq, baseSeq);
                previous = baseSeq;
            }
        }
    }

    private @Nullable FileHeader readHeader(String name, long baseSeq) throws IOException {
        try (Storage.StoredFile file = storage.open(name)) {
            FileHeader.Copies copies = FileHeader.read(file);
            FileHeader header = copies.any();
            if (header == null) {
                nextSeq = Math.max(nextSeq, highestNumber(file, baseSeq) + 1);
                damage.onLostFile(name);
                return null;
            }
            check(name, baseSeq, header);
            if (!copies.bothWhole()) {
                damage.onHeader(baseSeq);
                if (file.size() >= header.fileBytes()) {
                    header.write(file);
                    file.force(false);
                }
            }
            return header;
        }
    }

    private void check(String name, long baseSeq, FileHeader header) throws IOException {
        if (header.baseSeq() != baseSeq) {
            throw new IOException(name + ": holds the journal file that begins with " + header.baseSeq()
                    + " (expected: " + baseSeq + ", as it is named)");
        }
        for (FileHeader other : headers.values()) {
            if (!other.journalId().equals(header.journalId())) {
                throw new IOException(name + ": belongs to journal " + header.journalId() + " (expected: "
                        + other.journalId() + ", as " + FileHeader.nameOf(other.baseSeq()) + " does)");
            }
            break;
        }
    }

    private ActiveFile openLast(FileHeader header) throws IOException {
        Storage.StoredFile file = storage.open(FileHeader.nameOf(header.baseSeq()));
        try {
            FileWalk walk = walk(file, header);
            nextSeq = Math.max(nextSeq, walk.lastSeq() + 1);
            long strayUntil = walk.strayUntil();
            if (strayUntil > walk.offset()) {
                damage.onTornTail(file, header.baseSeq(), walk.offset(), strayUntil, walk.lastSeq());
            }
            if (strayUntil > walk.offset() || file.size() < header.fileBytes()) {
                clearTail(file, header, walk.offset());
            }
            // What the dead process had written and not forced is about to be read, and perhaps delivered.
            file.force(true);
            return new ActiveFile(file, header, walk.offset());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private FileWalk walk(Storage.StoredFile file, FileHeader header) throws IOException {
        FileWalk walk = new FileWalk(file, header);
        for (FileWalk.Step step = walk.next(); step != FileWalk.Step.END; step = walk.next()) {
            if (step == FileWalk.Step.DAMAGE) {
                damage.onDamage(
                        file,
                        header.baseSeq(),
                        walk.offset(),
                        walk.damagedUntil(),
                        walk.missingFrom(),
                        walk.missingTo());
            }
        }
        return walk;
    }

    /** Old bytes behind the last record must never be read as a record later; a cut file gets its size back. */
    private static void clearTail(Storage.StoredFile file, FileHeader header, long from) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(ZERO_BYTES);
        for (long at = from; at < header.dataEnd(); at += zeros.capacity()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), header.dataEnd() - at));
            file.write(zeros, at);
        }
        header.write(file);
    }

    /** Numbering goes on in a new file, whose name says where. */
    private ActiveFile beginAnew(@Nullable ActiveFile last, FileMaker maker, JournalFiles files) throws IOException {
        if (last != null) {
            last.close();
        }
        ActiveFile active = maker.begin(maker.prepareAtOnce(), nextSeq);
        files.add(nextSeq, options.fileBytes());
        LOG.info("journal file begun: dir={} seq={}", options.dir(), nextSeq);
        return active;
    }

    /** The highest number in what looks like records, without a salt to tell: used only to stay above it. */
    private static long highestNumber(Storage.StoredFile file, long baseSeq) throws IOException {
        long size = file.size();
        long bound = baseSeq + size / RecordFormat.MARK_BYTES;
        long highest = baseSeq - 1;
        ByteBuffer chunk = ByteBuffer.allocate(ZERO_BYTES);
        for (long start = 0; start < size; start += ZERO_BYTES - RecordFormat.MARK_BYTES) {
            chunk.clear();
            while (chunk.hasRemaining() && file.read(chunk, start + chunk.position()) >= 0) {}
            chunk.flip();
            for (int at = 0; at + RecordFormat.MARK_BYTES <= chunk.limit(); at += 8) {
                int length = chunk.getInt(at + RecordFormat.LENGTH);
                long seq = chunk.getLong(at + RecordFormat.SEQ);
                byte type = chunk.get(at + RecordFormat.TYPE);
                if (type == RecordFormat.BATCH) {
                    seq += chunk.getInt(at + RecordFormat.HEADER_BYTES) - 1;
                }
                if (length >= RecordFormat.HEADER_BYTES
                        && (type == RecordFormat.EVENT || type == RecordFormat.BATCH || type == RecordFormat.MARK)
                        && seq > highest
                        && seq <= bound) {
                    highest = seq;
                }
            }
        }
        return highest;
    }

    /**
     * A journal that is open.
     *
     * @param nextSeq the number of the next event
     */
    record Recovered(JournalFiles files, FileMaker maker, ActiveFile active, long nextSeq, UUID journalId) {}
}
