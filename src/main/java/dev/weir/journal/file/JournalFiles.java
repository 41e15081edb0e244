package dev.weir.journal.file;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Which journal files there are, by first number. The last one is written. Safe for many threads. */
final class JournalFiles {

    private final ConcurrentSkipListMap<Long, Long> bytesByBase = new ConcurrentSkipListMap<>();
    private final AtomicLong totalBytes = new AtomicLong();
    private volatile long floor;

    /** @param floor nothing below this number is kept, by intention */
    JournalFiles(long floor) {
        this.floor = floor;
    }

    void add(long baseSeq, long bytes) {
        bytesByBase.put(baseSeq, bytes);
        totalBytes.addAndGet(bytes);
    }

    void remove(long baseSeq) {
        Long bytes = bytesByBase.remove(baseSeq);
        if (bytes != null) {
            totalBytes.addAndGet(-bytes);
        }
    }

    /** The first numbers of all files, the oldest first, as of about now. */
    Iterable<Long> bases() {
        return bytesByBase.keySet();
    }

    /** Bytes of all files together. */
    long totalBytes() {
        return totalBytes.get();
    }

    /** Bytes of the file in which a number stands, and of all after it. */
    long bytesFrom(long seq) {
        long bytes = 0;
        Long base = bytesByBase.floorKey(seq);
        for (long each : bytesByBase.tailMap(base == null ? seq : base).values()) {
            bytes += each;
        }
        return bytes;
    }

    /** Numbers below this were released; a reader starts here at the earliest. */
    long floor() {
        return floor;
    }

    void raiseFloor(long seq) {
        floor = Math.max(floor, seq);
    }

    /** The first number of the file in which a number stands, or -1 when it is below all files. */
    long baseOf(long seq) {
        Long base = bytesByBase.floorKey(seq);
        return base == null ? -1 : base;
    }

    /** The first number of the file after this one, or -1 when there is none. */
    long baseAfter(long baseSeq) {
        Long base = bytesByBase.higherKey(baseSeq);
        return base == null ? -1 : base;
    }

    /** The first number of the oldest file. */
    long firstBase() {
        return bytesByBase.firstKey();
    }

    /** The oldest file, if another one follows that begins at or below this number. */
    long firstReleased(long belowSeq) {
        Map.@Nullable Entry<Long, Long> first = bytesByBase.firstEntry();
        if (first == null) {
            return -1;
        }
        long next = baseAfter(first.getKey());
        return next >= 0 && next <= belowSeq ? first.getKey() : -1;
    }
}
