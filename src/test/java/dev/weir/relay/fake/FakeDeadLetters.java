package dev.weir.relay.fake;

import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetters;
import java.util.ArrayList;
import java.util.List;

/** Dead letters in memory, of which a crash takes those that were not synced. */
public final class FakeDeadLetters implements DeadLetters {

    private final List<DeadLetter> kept = new ArrayList<>();
    private final List<DeadLetter> unsynced = new ArrayList<>();
    private final List<Kept> asked = new ArrayList<>();
    private final List<Long> replayed = new ArrayList<>();
    private int resumed;
    private boolean isFull;
    private boolean failsNext;

    public synchronized List<DeadLetter> kept() {
        return List.copyOf(kept);
    }

    public synchronized void fill(boolean full) {
        isFull = full;
    }

    public synchronized void failNextSync() {
        failsNext = true;
    }

    public synchronized void crash() {
        unsynced.clear();
    }

    @Override
    public synchronized boolean tryAppend(DeadLetter letter) {
        if (isFull) {
            return false;
        }
        unsynced.add(letter);
        return true;
    }

    @Override
    public synchronized void sync() {
        if (failsNext) {
            failsNext = false;
            throw new IllegalStateException("disk failed");
        }
        kept.addAll(unsynced);
        unsynced.clear();
    }

    /** A person asks for these. */
    public synchronized void askFor(Kept... letters) {
        asked.addAll(List.of(letters));
    }

    public synchronized List<Long> replayed() {
        return List.copyOf(replayed);
    }

    @Override
    public synchronized List<Kept> takeReplays(int most) {
        List<Kept> taken = List.copyOf(asked.subList(0, Math.min(most, asked.size())));
        asked.removeAll(taken);
        return taken;
    }

    @Override
    public synchronized void resume() {
        resumed++;
    }

    /** How often it was told that the relay begins. */
    public synchronized int resumed() {
        return resumed;
    }

    @Override
    public synchronized void onReplayed(long seq) {
        replayed.add(seq);
    }

    @Override
    public void close() {
        sync();
    }
}
