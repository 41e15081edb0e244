package dev.weir.journal.kafka;

import dev.weir.journal.JournalReader;
import org.jspecify.annotations.Nullable;

/** Reads a partition: what is recent from memory, what is older with a consumer of its own. Confined to one thread. */
final class PartitionReader implements JournalReader {

    private final PartitionJournal journal;
    private long next;
    private boolean isWaiting;
    private @Nullable LaggingReader lagging;

    PartitionReader(PartitionJournal journal, long fromSeq) {
        if (fromSeq < 1) {
            throw new IllegalArgumentException("fromSeq: " + fromSeq + " (expected: >= 1)");
        }
        this.journal = journal;
        this.next = fromSeq;
    }

    /** Waits for the cluster for a moment where the entry is an older one. */
    @Override
    public @Nullable Entry poll() {
        isWaiting = false;
        if (next > journal.lastSeq()) {
            return null;
        }
        Entry recent = journal.recent(next);
        if (recent != null) {
            close();
            return took(recent);
        }
        LaggingReader behind = lagging;
        if (behind == null) {
            behind = journal.lagging(next);
            lagging = behind;
        }
        Entry older = behind.tryNext();
        isWaiting = older == null;
        return older == null ? null : took(older);
    }

    @Override
    public boolean isWaiting() {
        return isWaiting;
    }

    @Override
    public void close() {
        LaggingReader behind = lagging;
        lagging = null;
        if (behind != null) {
            behind.close();
        }
    }

    /** Who begins within a gap is told of its rest. */
    private Entry took(Entry entry) {
        Entry told = entry instanceof Entry.Damaged damaged && damaged.seq() < next
                ? new Entry.Damaged(next, damaged.lastSeq())
                : entry;
        next = RecordCodec.lastSeq(entry) + 1;
        journal.onRead(next);
        return told;
    }
}
