package dev.weir.state;

import dev.weir.journal.ReleasePoint.Holder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves snapshots now and then: copies the models on the keeper's thread, writes the copy on another, and lets the journal
 * go of what both snapshots on disk have. Confined to the keeper's thread, but for {@link #ageNanos}.
 */
final class SnapshotSaver {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSaver.class);
    private static final long WAIT_AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final StateKeeper.Setup setup;
    private final SnapshotFolder folder;
    private final Holder holder;
    private final StateMetrics metrics;
    private final long withinNanos;
    private long savedSeq;
    private long notBeforeNanos;
    private boolean isFailing;
    private @Nullable Writing underWay;
    private volatile long savedNanos;

    /** @param savedSeq the newest entry of the snapshot that was loaded */
    SnapshotSaver(StateKeeper.Setup setup, SnapshotFolder folder, Holder holder, StateMetrics metrics, long savedSeq) {
        this.setup = setup;
        this.folder = folder;
        this.holder = holder;
        this.metrics = metrics;
        this.withinNanos = setup.options().snapshotWithin().toNanos();
        this.savedSeq = savedSeq;
        this.savedNanos = setup.nanoTime().getAsLong();
        this.notBeforeNanos = savedNanos;
    }

    /** Begins a snapshot when it is due, and finishes one that has been written; the writer then unparks this thread. */
    void onRound(StateModels models) {
        Writing writing = underWay;
        if (writing != null) {
            if (writing.isAlive()) {
                return;
            }
            underWay = null;
            onWritten(writing, models);
        }
        long now = setup.nanoTime().getAsLong();
        if (isDue(models.appliedSeq() - savedSeq, now)) {
            Writing next = new Writing(models, now, Thread.currentThread());
            next.start();
            underWay = next;
        }
    }

    /** How long until one is due, if nothing more happens. */
    long nanosToNext(StateModels models, long nowNanos) {
        if (underWay != null || models.appliedSeq() == savedSeq) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, Math.max(savedNanos + withinNanos - nowNanos, notBeforeNanos - nowNanos));
    }

    /** The last one: waits until it is on disk. */
    void finish(StateModels models) {
        Writing writing = underWay;
        if (writing != null) {
            writing.await();
            underWay = null;
            onWritten(writing, models);
        }
        if (models.appliedSeq() > savedSeq) {
            Writing last = new Writing(models, setup.nanoTime().getAsLong(), Thread.currentThread());
            last.write();
            onWritten(last, models);
        }
    }

    /** Writes one now, and deletes the others, which know what has been erased. Waits until that is on disk. */
    void saveAlone(StateModels models) throws IOException {
        Writing writing = underWay;
        if (writing != null) {
            writing.await();
            underWay = null;
            onWritten(writing, models);
        }
        Writing fresh = new Writing(models, setup.nanoTime().getAsLong(), Thread.currentThread());
        fresh.write();
        onWritten(fresh, models);
        if (fresh.failure != null) {
            throw new IOException("state snapshot cannot be written: " + setup.dir(), fresh.failure);
        }
        folder.keepNewestAlone();
    }

    /** Safe for any thread. */
    long ageNanos() {
        return setup.nanoTime().getAsLong() - savedNanos;
    }

    private boolean isDue(long unsaved, long nowNanos) {
        return unsaved > 0
                && nowNanos - notBeforeNanos >= 0
                && (unsaved >= setup.options().snapshotEvery() || nowNanos - savedNanos >= withinNanos);
    }

    private void onWritten(Writing writing, StateModels models) {
        Throwable failure = writing.failure;
        if (failure != null) {
            onFailure(failure, models);
            return;
        }
        isFailing = false;
        savedSeq = writing.seq;
        savedNanos = writing.startNanos;
        metrics.onSnapshot(writing.bytes, setup.nanoTime().getAsLong() - writing.startNanos);
        holder.advance(folder.neededSeq());
    }

    private void onFailure(Throwable failure, StateModels models) {
        metrics.onSnapshotFailure();
        if (!isFailing) {
            LOG.error("state snapshot cannot be written, trying again: dir={}", setup.dir(), failure);
        }
        isFailing = true;
        notBeforeNanos = setup.nanoTime().getAsLong() + Math.min(withinNanos, WAIT_AFTER_FAILURE_NANOS);
        if (setup.journal().isFull()) {
            LOG.error("state seq={}: the journal is full, and let go of what no snapshot has", models.appliedSeq());
            holder.advance(models.appliedSeq() + 1);
        }
    }

    /** One snapshot, on a thread of its own. */
    private final class Writing {

        private final long seq;
        private final long startNanos;
        private final SnapshotPart copy;
        private final Thread keeper;
        private final Thread thread;
        private long bytes;
        private @Nullable Throwable failure;
        private volatile boolean isDone;

        Writing(StateModels models, long startNanos, Thread keeper) {
            this.seq = models.appliedSeq();
            this.startNanos = startNanos;
            this.copy = models.copy();
            this.keeper = keeper;
            this.thread = new Thread(this::write, "weir-state-snapshot");
        }

        void start() {
            thread.start();
        }

        boolean isAlive() {
            return !isDone;
        }

        void await() {
            while (!isDone) {
                LockSupport.parkNanos(this, TimeUnit.SECONDS.toNanos(1));
            }
        }

        void write() {
            try {
                bytes = folder.save(seq, copy);
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            } finally {
                isDone = true;
                LockSupport.unpark(keeper);
            }
        }
    }
}
