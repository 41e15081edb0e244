package dev.weir.journal.kafka;

import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What this process itself had acknowledged lately, for the state that it builds of it: bounded, so that a reader who falls far
 * behind finds a gap. Safe for many threads.
 *
 * <p>None is too old for it: the state reads all the time, what it has read is let go, and what it has not is the more needed the older
 * it is.
 */
final class AcceptedTail {

    private final int maxEvents;
    private final long maxBytes;
    private final ArrayDeque<Entry.Kept> entries = new ArrayDeque<>();
    private long bytes;
    private long firstSeq;
    private volatile long lastSeq;

    /** @param lastSeq the number before the first that will be given */
    AcceptedTail(long lastSeq, int maxEvents, long maxBytes) {
        this.lastSeq = lastSeq;
        this.firstSeq = lastSeq + 1;
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /** Takes what was acknowledged. Returns the number of the first. */
    synchronized long add(Pending pending, long timeMillis) {
        long first = lastSeq + 1;
        for (int i = 0; i < pending.events(); i++) {
            Entry.Kept kept = new Entry.Kept(first + i, timeMillis, pending.event(i));
            entries.add(kept);
            bytes += Pending.bytesOf(kept.envelope());
        }
        while (entries.size() > maxEvents || (bytes > maxBytes && entries.size() > 1)) {
            bytes -= Pending.bytesOf(entries.remove().envelope());
            firstSeq++;
        }
        lastSeq = first + pending.events() - 1;
        return first;
    }

    long lastSeq() {
        return lastSeq;
    }

    /** Begins no earlier than this process did: what was before is nobody's loss. */
    synchronized JournalReader reader(long fromSeq) {
        return new Reader(Math.max(fromSeq, firstSeq));
    }

    /** Lets go of what is below a number: all of it has been read. */
    private synchronized @Nullable Entry take(long seq) {
        if (seq > lastSeq) {
            return null;
        }
        if (seq < firstSeq) {
            return new Entry.Damaged(seq, firstSeq - 1);
        }
        Entry.Kept oldest = entries.peek();
        while (oldest != null && oldest.seq() < seq) {
            bytes -= Pending.bytesOf(entries.remove().envelope());
            firstSeq++;
            oldest = entries.peek();
        }
        return oldest;
    }

    /** Of which there is one: the state's. What it has passed is let go. */
    private final class Reader implements JournalReader {

        private long next;

        Reader(long fromSeq) {
            this.next = fromSeq;
        }

        @Override
        public @Nullable Entry poll() {
            Entry entry = take(next);
            if (entry != null) {
                next = RecordCodec.lastSeq(entry) + 1;
            }
            return entry;
        }

        @Override
        public void close() {}
    }
}
