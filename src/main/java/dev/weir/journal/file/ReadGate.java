package dev.weir.journal.file;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;

/**
 * Keeps readers and the one who changes records in place apart: nobody reads half a change, and whoever has read ahead can tell
 * that it may have changed since. Appending is no change. Safe for many threads.
 */
final class ReadGate {

    private final RecentRecords recent;
    private final StampedLock lock = new StampedLock();
    private final AtomicInteger changes = new AtomicInteger();

    /** @param recent what readers take from memory; it is as the files were before a change */
    ReadGate(RecentRecords recent) {
        this.recent = recent;
    }

    /** Readers come and go together. */
    long enter() {
        return lock.readLock();
    }

    void leave(long stamp) {
        lock.unlockRead(stamp);
    }

    /** How many changes there have been; the same for as long as a reader is inside. */
    int changes() {
        return changes.get();
    }

    /** Nobody reads until {@link #endChange}, and from memory nothing that had been promised by now. */
    long beginChange() {
        long stamp = lock.writeLock();
        recent.clear();
        return stamp;
    }

    void endChange(long stamp) {
        changes.incrementAndGet();
        lock.unlockWrite(stamp);
    }
}
