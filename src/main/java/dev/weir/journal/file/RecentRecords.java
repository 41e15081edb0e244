package dev.weir.journal.file;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The records that were appended last, bounded by events and by bytes: whoever reads at the journal's end has them from here, and
 * need not read, check and decode what this process has just encoded. It holds what was not promised yet, too: a reader asks for
 * no number above that. Each event keeps alive what a reader has decoded of it, which is not counted by itself. Written by the
 * journal's writer alone, which waits for nobody; read by many, cleared by anybody.
 *
 * <p>None is too old for it: a record does not change, its bytes are set aside whether it is there or not, and who is erased is
 * cleared at once. To look at a clock would cost the writer something for each record, and spare nobody anything.
 */
final class RecentRecords {

    private final int maxEvents;
    private final long maxBytes;
    /** A record stands at the place of each of its numbers. A reader looks whether what it finds there has the number that it wants. */
    private final AtomicReferenceArray<@Nullable RecentRecord> places;

    private final int mask;

    // The writer's.
    /** At the place of a record's last number, what it counts for as long as that place is not given up. */
    private final long[] bytesAt;

    private long bytes;
    /** Nothing below is here, and nothing at or above that number and {@link #maxEvents}. */
    private long oldestSeq;

    /**
     * An empty one.
     *
     * @param maxEvents 0 for none
     * @param nextSeq the number that comes next
     */
    RecentRecords(int maxEvents, long maxBytes, long nextSeq) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.oldestSeq = nextSeq;
        // A power of two, and no less than there may be.
        int size = Integer.highestOneBit(Math.max(1, 2 * maxEvents - 1));
        places = new AtomicReferenceArray<>(size);
        mask = size - 1;
        bytesAt = new long[size];
    }

    /** The record that has this number, or null if it is not here (any longer). */
    @Nullable
    RecentRecord find(long seq) {
        RecentRecord found = places.getAcquire(place(seq));
        return found != null && found.has(seq) ? found : null;
    }

    /**
     * Takes a record in, and gives up as many of the oldest as that takes. Numbers grow. Writer only.
     *
     * @param size its bytes in memory, roughly
     */
    void add(RecentRecord record, long size) {
        if (record.events() > maxEvents || size > maxBytes) {
            return;
        }
        giveUp(record, maxBytes - size);
        for (long seq = record.firstSeq(); seq <= record.lastSeq(); seq++) {
            places.setRelease(place(seq), record);
        }
        bytesAt[place(record.lastSeq())] = size;
        bytes += size;
    }

    /** Forgets what was promised before this call. What the writer adds meanwhile may stay. */
    void clear() {
        for (int i = 0; i < places.length(); i++) {
            places.setRelease(i, null);
        }
    }

    private void giveUp(RecentRecord next, long bytesLeft) {
        while (oldestSeq < next.firstSeq() && (next.lastSeq() - oldestSeq >= maxEvents || bytes > bytesLeft)) {
            int place = place(oldestSeq);
            places.setRelease(place, null);
            bytes -= bytesAt[place];
            bytesAt[place] = 0;
            oldestSeq++;
        }
    }

    private int place(long seq) {
        return (int) seq & mask;
    }
}
