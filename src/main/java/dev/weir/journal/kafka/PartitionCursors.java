package dev.weir.journal.kafka;

import dev.weir.journal.CursorStore;
import dev.weir.journal.kafka.CommitText.Commit;
import dev.weir.journal.kafka.OffsetIndex.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of one partition's sinks, which the member of the group commits: a save waits until it has. What is committed is the
 * lowest offset that any sink needs, and with it the cursors themselves, so that they are with whoever has the partition next.
 */
final class PartitionCursors implements CursorStore {

    private static final long SAVE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final List<String> sinks;
    private final Commit start;
    private final OffsetIndex index;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Cursor> saved;
    private final Map<String, Cursor> wanted;
    private long wantedVersion;
    private long tookVersion;
    private long savedVersion;
    private long failedVersion;
    private @Nullable String failure;
    private boolean isLost;

    /** @param sinks all that are fed from here: what none of them needs is passed */
    PartitionCursors(List<String> sinks, Commit start, OffsetIndex index) {
        this.sinks = List.copyOf(sinks);
        this.start = start;
        this.index = index;
        this.saved = new TreeMap<>(start.cursors());
        this.wanted = new HashMap<>(saved);
    }

    @Override
    public Cursor load(String sink) {
        lock.lock();
        try {
            return of(saved, sink);
        } finally {
            lock.unlock();
        }
    }

    /** @throws IllegalStateException if it is not committed within 10 s, or the partition is no longer ours */
    @Override
    public void save(String sink, Cursor cursor) {
        lock.lock();
        try {
            wanted.put(sink, cursor);
            long version = ++wantedVersion;
            long left = SAVE_LIMIT_NANOS;
            while (savedVersion < version) {
                if (isLost) {
                    throw new IllegalStateException("the partition is another's");
                }
                if (failedVersion >= version) {
                    throw new IllegalStateException("not committed: " + failure);
                }
                if (left <= 0) {
                    throw new IllegalStateException("not committed within 10 s");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before it was committed", interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** A commit is all there is. */
    @Override
    public boolean tryNote(String sink, Cursor cursor) {
        return false;
    }

    /** What is to be committed, or null while there is nothing, or it is under way. Of the member's thread. */
    @Nullable
    Due takeDue() {
        lock.lock();
        try {
            boolean isUnderWay = Math.max(savedVersion, failedVersion) < tookVersion;
            return isUnderWay || wantedVersion == tookVersion ? null : due();
        } finally {
            lock.unlock();
        }
    }

    /** The same where nothing that is under way will be told of: it is committed once more. */
    @Nullable
    Due takeDueAnew() {
        lock.lock();
        try {
            return wantedVersion == Math.max(savedVersion, failedVersion) ? null : due();
        } finally {
            lock.unlock();
        }
    }

    /** What stands now, whether or not it is committed already. Of the member's thread. */
    Due due() {
        lock.lock();
        try {
            tookVersion = wantedVersion;
            long lowest = Long.MAX_VALUE;
            // Sinks that only others know stand where they stood, and hold nothing back.
            Map<String, Cursor> all = new TreeMap<>(wanted);
            for (String sink : sinks) {
                Cursor cursor = of(wanted, sink);
                all.put(sink, cursor);
                lowest = Math.min(lowest, cursor.nextSeq());
            }
            Place place = index.floor(lowest);
            String text = CommitText.of(new Commit(place.seq(), all));
            return new Due(tookVersion, all, place, new OffsetAndMetadata(place.offset(), text));
        } finally {
            lock.unlock();
        }
    }

    void onCommitted(Due due) {
        lock.lock();
        try {
            if (due.version > savedVersion) {
                saved.putAll(due.cursors);
                savedVersion = due.version;
                index.release(due.place.seq());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** It could not be committed now, and is to be tried again. */
    void onDeferred(Due due) {
        lock.lock();
        try {
            if (tookVersion == due.version) {
                tookVersion = Math.max(savedVersion, failedVersion);
            }
        } finally {
            lock.unlock();
        }
    }

    void onFailed(Due due, String why) {
        lock.lock();
        try {
            failedVersion = Math.max(failedVersion, due.version);
            failure = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The partition is another's: nothing can be saved any longer. */
    void lose() {
        lock.lock();
        try {
            isLost = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A sink that is new begins where the others are, and what was before is none of its business. */
    private Cursor of(Map<String, Cursor> cursors, String sink) {
        Cursor known = cursors.get(sink);
        if (known != null) {
            return known;
        }
        long base = start.baseSeq();
        return base == 1 ? Cursor.START : new Cursor(base, 0, 0, 0, base - 1);
    }

    /** A commit that is due. */
    static final class Due {
        private final long version;
        private final Map<String, Cursor> cursors;
        private final Place place;
        private final OffsetAndMetadata offset;

        private Due(long version, Map<String, Cursor> cursors, Place place, OffsetAndMetadata offset) {
            this.version = version;
            this.cursors = cursors;
            this.place = place;
            this.offset = offset;
        }

        OffsetAndMetadata offset() {
            return offset;
        }
    }
}
