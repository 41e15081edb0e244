package dev.weir.journal.file;

import dev.weir.event.Envelope;
import dev.weir.journal.JournalReader.Entry;
import java.util.List;

/**
 * A record that was appended lately: what a reader would make of its bytes, and where they stand.
 *
 * @param base the first number of its file
 * @param offset where it begins there
 * @param end where the next record begins
 * @param firstSeq its number, or that of its first event
 * @param timeMillis when it was accepted, Unix milliseconds
 * @param first its event, or the first one of a batch
 * @param others the others of a batch, in order
 */
record RecentRecord(
        long base, long offset, long end, long firstSeq, long timeMillis, Envelope first, List<Envelope> others) {

    int events() {
        return 1 + others.size();
    }

    long lastSeq() {
        return firstSeq + others.size();
    }

    boolean has(long seq) {
        return seq >= firstSeq && seq <= lastSeq();
    }

    /** @param seq one that it has */
    Entry entry(long seq) {
        int index = (int) (seq - firstSeq);
        return new Entry.Kept(seq, timeMillis, index == 0 ? first : others.get(index - 1));
    }
}
