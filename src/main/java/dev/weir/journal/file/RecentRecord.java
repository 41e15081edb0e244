package dev.weir.journal.file;

import dev.weir.journal.JournalReader.Entry.Kept;
import java.util.List;

/**
 * A record that was appended lately: what a reader would make of its bytes, and where they stand.
 *
 * @param base the first number of its file
 * @param offset where it begins there
 * @param end where the next record begins
 * @param first its event, or the first one of a batch
 * @param others the others of a batch, in order
 */
record RecentRecord(long base, long offset, long end, Kept first, List<Kept> others) {

    int events() {
        return 1 + others.size();
    }

    long firstSeq() {
        return first.seq();
    }

    long lastSeq() {
        return first.seq() + others.size();
    }

    boolean has(long seq) {
        return seq >= firstSeq() && seq <= lastSeq();
    }

    /** @param seq one that it has */
    Kept entry(long seq) {
        int index = (int) (seq - firstSeq());
        return index == 0 ? first : others.get(index - 1);
    }
}
