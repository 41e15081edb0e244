package dev.weir.ingest;

import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.CursorStore;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import java.util.List;

/** A journal that an intake has no other use for than to append. */
abstract class OnlyAppends implements Journal {

    @Override
    public final Handover append(Envelope envelope, Ack ack) {
        return append(List.of(envelope), ack);
    }

    @Override
    public final Promise promise() {
        return Promise.FSYNC;
    }

    @Override
    public final boolean isFull() {
        return false;
    }

    @Override
    public final boolean isHealthy() {
        return true;
    }

    @Override
    public final long lastSeq() {
        throw new UnsupportedOperationException();
    }

    @Override
    public final JournalReader reader(long fromSeq) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final void onGrowth(Runnable listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final void release(long belowSeq) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final long bytesFrom(long seq) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final void hold(boolean isHeld) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final CursorStore cursors() {
        throw new UnsupportedOperationException();
    }

    @Override
    public final void close() {}
}
