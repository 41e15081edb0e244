package dev.weir.journal.file;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's caretaker, with a thread of its own: keeps one empty file ready, watches free space, and deletes
 * released files. While there is no room it says so and tries again at each look, so that the journal goes on by itself
 * when space comes back.
 */
final class FileSupply implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FileSupply.class);

    private final Storage storage;
    private final FileJournalOptions options;
    private final JournalFiles files;
    private final FileMaker maker;
    private final SlotFile floorFile;
    private final Retention retention;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private Storage.@Nullable StoredFile spare;
    /** The spare file has been taken, and still has the spare's name: no other may be made now. */
    private boolean isBeginning;

    private boolean spareFailed;
    private boolean closed;

    private volatile boolean hasSpare;
    private volatile boolean spaceLow;
    private volatile boolean exhausted;
    private volatile long releasedBelow;
    private boolean told;
    private boolean toldOfKept;

    FileSupply(
            Storage storage,
            FileJournalOptions options,
            JournalFiles files,
            FileMaker maker,
            SlotFile floorFile,
            InstantSource steadyClock) {
        this.storage = storage;
        this.options = options;
        this.files = files;
        this.maker = maker;
        this.floorFile = floorFile;
        this.retention = new Retention(options.keep(), files, new JournalTimes(storage, files), steadyClock);
    }

    /** Whether new events must be refused for want of space. */
    boolean isDiskFull() {
        return spaceLow || exhausted;
    }

    /** Bytes of all journal files, the spare one too. */
    long diskBytes() {
        return files.totalBytes() + (hasSpare ? options.fileBytes() : 0);
    }

    /** No sink needs what is below this number. */
    void release(long belowSeq) {
        if (belowSeq > releasedBelow) {
            releasedBelow = belowSeq;
            // What is kept longer is no news.
            if (options.keep().isZero() && files.firstReleased(belowSeq) >= 0) {
                signal();
            }
        }
    }

    /**
     * Begins the next file with the spare one. Waits while that is being made; null when there is no room for one.
     * Writer only.
     *
     * @throws IOException if the new file could not be made durable
     */
    @Nullable
    ActiveFile begin(long baseSeq) throws IOException {
        Storage.StoredFile taken = take();
        if (taken == null) {
            return null;
        }
        ActiveFile begun = maker.begin(taken, baseSeq);
        files.add(baseSeq, options.fileBytes());
        retention.onBegun(baseSeq);
        onBegun();
        return begun;
    }

    @Override
    public void run() {
        while (!isClosed()) {
            look();
            await();
        }
    }

    /** One look at everything. Caretaker thread only. */
    void look() {
        Thread.interrupted();
        deleteReleased();
        giveUpKept();
        if (checkSpace() && (!needsSpare() || prepareSpare()) && told) {
            told = false;
            LOG.info("journal has room again: dir={}", options.dir());
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes what is left, when both threads have ended. */
    void discard() throws IOException {
        if (spare != null) {
            spare.close();
            spare = null;
        }
        storage.delete(FileMaker.SPARE);
        floorFile.close();
    }

    private Storage.@Nullable StoredFile take() {
        lock.lock();
        try {
            while (spare == null && !spareFailed && !closed) {
                changed.awaitUninterruptibly();
            }
            Storage.StoredFile taken = spare;
            spare = null;
            isBeginning = taken != null;
            exhausted = taken == null;
            spareFailed = exhausted;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void onBegun() {
        lock.lock();
        try {
            isBeginning = false;
            hasSpare = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean needsSpare() {
        lock.lock();
        try {
            return spare == null && !isBeginning && !closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean checkSpace() {
        try {
            spaceLow = storage.usableBytes() < options.reserveBytes();
        } catch (IOException e) {
            LOG.warn("journal cannot read the free space of {}", options.dir(), e);
            spaceLow = false;
        }
        if (spaceLow) {
            onNoRoom("less than " + options.reserveBytes() + " bytes free", null);
        }
        return !spaceLow;
    }

    private boolean prepareSpare() {
        try {
            if (files.totalBytes() + options.fileBytes() > options.maxBytes()) {
                onNoRoom("the journal has reached its bound of " + options.maxBytes() + " bytes", null);
                return false;
            }
            if (storage.usableBytes() - options.fileBytes() < options.reserveBytes()) {
                onNoRoom("less than " + options.reserveBytes() + " bytes would be left free", null);
                return false;
            }
            onSpare(maker.prepare());
            return true;
        } catch (IOException e) {
            onNoRoom("a file could not be made", e);
            return false;
        }
    }

    private void onSpare(Storage.StoredFile file) {
        lock.lock();
        try {
            spare = file;
            hasSpare = true;
            spareFailed = false;
            exhausted = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void onNoRoom(String why, @Nullable Exception cause) {
        lock.lock();
        try {
            spareFailed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!told) {
            told = true;
            LOG.error("journal has no room for another file: dir={} reason={}", options.dir(), why, cause);
        }
    }

    private void deleteReleased() {
        try {
            for (long base = next(); base >= 0; base = next()) {
                delete(base);
            }
        } catch (IOException e) {
            LOG.warn("journal cannot delete a released file, and will try again: dir={}", options.dir(), e);
        }
    }

    /** What is kept beyond need goes when its room is needed. */
    private void giveUpKept() {
        if (options.keep().isZero()) {
            return;
        }
        try {
            long base = files.firstReleased(releasedBelow);
            while (base >= 0 && lacksRoom()) {
                if (!toldOfKept) {
                    toldOfKept = true;
                    LOG.warn(
                            "journal keeps files for less than journal.keep, since they take the room of new ones: dir={}",
                            options.dir());
                }
                delete(base);
                base = files.firstReleased(releasedBelow);
            }
        } catch (IOException e) {
            LOG.warn("journal cannot make room, and will try again: dir={}", options.dir(), e);
        }
    }

    private boolean lacksRoom() throws IOException {
        long wanted = needsSpare() ? options.fileBytes() : 0;
        return files.totalBytes() + wanted > options.maxBytes()
                || storage.usableBytes() - wanted < options.reserveBytes();
    }

    private void delete(long base) throws IOException {
        long floor = files.baseAfter(base);
        // Written first: a file that is gone without it would be reported as lost.
        floorFile.save(Long.toString(floor));
        files.raiseFloor(floor);
        storage.delete(FileHeader.nameOf(base));
        files.remove(base);
        retention.onDeleted(base);
    }

    private long next() {
        return retention.next(releasedBelow);
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void await() {
        lock.lock();
        try {
            long left = TimeUnit.NANOSECONDS.convert(options.checkEvery());
            while (left > 0 && hasNothingToDo()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Nobody may stop this thread but close(): the flag is cleared, and the next look comes early.
            Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasNothingToDo() {
        return !closed && (spare != null || isBeginning || spareFailed) && next() < 0;
    }
}
