package dev.weir.journal.file;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;

/**
 * Keeps readers and the one who changes records in place apart: nobody reads half a change, and whoever has read ahead can tell
 * that it may have changed since. Appending is no change. Safe for many threads.
 */
final class ReadGate {

    private final StampedLock lock = new StampedLock();
    private final AtomicInteger changes = new AtomicInteger();

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

    /** Nobody reads until {@link #endChange}. */
    long beginChange() {
        return lock.writeLock();
    }

    void endChange(long stamp) {
        changes.incrementAndGet();
        lock.unlockWrite(stamp);
    }
}
