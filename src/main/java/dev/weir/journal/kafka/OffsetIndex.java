package dev.weir.journal.kafka;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which record of a partition has which number: of one record in some, more sparsely the more there are, from the lowest number that
 * is needed on. Safe for many threads.
 */
final class OffsetIndex {

    private static final int MAX_ENTRIES = 4096;
    private static final long FIRST_STRIDE = 64;

    private final TreeMap<Long, Long> offsets = new TreeMap<>();
    private long stride = FIRST_STRIDE;
    private Place end;

    OffsetIndex(Place start) {
        this.end = start;
        offsets.put(start.seq(), start.offset());
    }

    /** The next record has been read: where it is, and where the one after it will be. */
    synchronized void add(Place record, Place after) {
        if (record.seq() >= offsets.lastKey() + stride) {
            offsets.put(record.seq(), record.offset());
        }
        end = after;
        if (offsets.size() > MAX_ENTRIES) {
            thinOut();
        }
    }

    /** Records have been skipped that are no longer there: the next one is here. */
    synchronized void skipTo(Place place) {
        offsets.put(place.seq(), place.offset());
        end = place;
    }

    /** A record that begins at this number, or before it: the nearest that is known. */
    synchronized Place floor(long seq) {
        if (seq >= end.seq()) {
            return end;
        }
        Map.Entry<Long, Long> found = offsets.floorEntry(seq);
        if (found == null) {
            found = offsets.firstEntry();
        }
        return new Place(found.getKey(), found.getValue());
    }

    /** The first place that is known at this offset or after it, or null. */
    synchronized @Nullable Place firstFrom(long offset) {
        for (Map.Entry<Long, Long> entry : offsets.entrySet()) {
            if (entry.getValue() >= offset) {
                return new Place(entry.getKey(), entry.getValue());
            }
        }
        return end.offset() >= offset ? end : null;
    }

    /** Nobody needs what is below this number any longer. */
    synchronized void release(long belowSeq) {
        Long floor = offsets.floorKey(belowSeq);
        if (floor != null) {
            offsets.headMap(floor).clear();
        }
    }

    private void thinOut() {
        stride *= 2;
        boolean isKept = true;
        for (var entries = offsets.entrySet().iterator(); entries.hasNext(); isKept = !isKept) {
            entries.next();
            if (!isKept) {
                entries.remove();
            }
        }
    }

    /** The number of a record's first event, and its offset. */
    record Place(long seq, long offset) {}
}
