package dev.weir.relay.fake;

import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetters;
import java.util.ArrayList;
import java.util.List;

/** Dead letters in memory, of which a crash takes those that were not synced. */
public final class FakeDeadLetters implements DeadLetters {

    private final List<DeadLetter> kept = new ArrayList<>();
    private final List<DeadLetter> unsynced = new ArrayList<>();
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

    @Override
    public void close() {
        sync();
    }
}
