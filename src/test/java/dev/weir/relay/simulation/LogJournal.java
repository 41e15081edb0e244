package dev.weir.relay.simulation;

import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.CursorStore;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@link EventLog} as the journal that one sink reads; it outlives the sink's relay, and so does the cursor. */
final class LogJournal implements Journal, CursorStore {

    private final EventLog log;
    private Cursor saved = Cursor.START;
    private long released = 1;
    private long furthestRead;

    LogJournal(EventLog log) {
        this.log = log;
    }

    /** Nothing below this is needed by the sink any longer. */
    long released() {
        return released;
    }

    /** The highest number that any reader has been given. */
    long furthestRead() {
        return furthestRead;
    }

    Cursor saved() {
        return saved;
    }

    @Override
    public JournalReader reader(long fromSeq) {
        return new Reader(fromSeq);
    }

    @Override
    public long lastSeq() {
        return log.lastSeq();
    }

    @Override
    public void release(long belowSeq) {
        released = Math.max(released, belowSeq);
    }

    @Override
    public long bytesFrom(long seq) {
        return Math.max(0, lastSeq() - seq + 1);
    }

    @Override
    public CursorStore cursors() {
        return this;
    }

    @Override
    public Cursor load(String sink) {
        return saved;
    }

    /** Here it is the machine that crashes. */
    @Override
    public boolean tryNote(String sink, Cursor cursor) {
        return false;
    }

    @Override
    public void save(String sink, Cursor cursor) {
        saved = cursor;
    }

    @Override
    public Promise promise() {
        return Promise.MEMORY;
    }

    @Override
    public Handover append(Envelope envelope, Ack ack) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Handover append(List<Envelope> envelopes, Ack ack) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onGrowth(Runnable listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void hold(boolean isHeld) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isHealthy() {
        return true;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void close() {}

    private final class Reader implements JournalReader {

        private long nextSeq;

        Reader(long fromSeq) {
            nextSeq = fromSeq;
        }

        @Override
        public @Nullable Entry poll() {
            if (nextSeq > log.lastSeq()) {
                return null;
            }
            furthestRead = Math.max(furthestRead, nextSeq);
            return log.kept(nextSeq++);
        }

        @Override
        public void close() {}
    }
}
