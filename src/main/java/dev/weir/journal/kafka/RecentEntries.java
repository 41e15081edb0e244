package dev.weir.journal.kafka;

import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.JournalReader.Entry;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A partition's newest entries, for those who read at its end. One writer, many readers. */
final class RecentEntries {

    private final int maxEntries;
    private final long maxBytes;
    private final ConcurrentSkipListMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private int count;
    private long bytes;

    RecentEntries(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    void add(Entry entry) {
        entries.put(entry.seq(), entry);
        count++;
        bytes += bytes(entry);
    }

    /**
     * Lets go of the oldest while there are too many, but of none that the fastest reader has yet to read.
     *
     * @return whether there is room
     */
    boolean trim(long fastestSeq) {
        while (isFull()) {
            Map.Entry<Long, Entry> oldest = entries.firstEntry();
            if (oldest == null || RecordCodec.lastSeq(oldest.getValue()) >= fastestSeq) {
                return false;
            }
            entries.remove(oldest.getKey());
            count--;
            bytes -= bytes(oldest.getValue());
        }
        return true;
    }

    /** The entry that has this number, if it is here. */
    @Nullable
    Entry at(long seq) {
        Map.Entry<Long, Entry> found = entries.floorEntry(seq);
        return found != null && RecordCodec.lastSeq(found.getValue()) >= seq ? found.getValue() : null;
    }

    private boolean isFull() {
        return count >= maxEntries || bytes >= maxBytes;
    }

    private static long bytes(Entry entry) {
        return entry instanceof Entry.Kept kept ? Pending.bytesOf(kept.envelope()) : Pending.BASE_BYTES;
    }
}
