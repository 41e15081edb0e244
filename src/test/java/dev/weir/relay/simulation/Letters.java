package dev.weir.relay.simulation;

import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which events were given up. A crash takes what was not synced. */
final class Letters implements DeadLetters {

    private final BitSet kept = new BitSet();
    private final List<Integer> unsynced = new ArrayList<>();

    /** Whether it is kept, or taken and not yet synced. */
    boolean has(long seq) {
        return kept.get((int) seq) || unsynced.contains((int) seq);
    }

    void crash() {
        unsynced.clear();
    }

    @Override
    public boolean tryAppend(DeadLetter letter) {
        for (long seq = letter.seq(); seq <= letter.lastSeq(); seq++) {
            unsynced.add((int) seq);
        }
        return true;
    }

    @Override
    public void sync() {
        unsynced.forEach(kept::set);
        unsynced.clear();
    }

    @Override
    public List<Kept> takeReplays(int most) {
        return List.of();
    }

    @Override
    public void onReplayed(long seq) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
