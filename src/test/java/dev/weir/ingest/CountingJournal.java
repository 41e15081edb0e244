package dev.weir.ingest;

import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Promise;
import dev.weir.journal.CursorStore;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import java.util.List;

/** Keeps every promise at once, and nothing else; or hands back what it was told to. */
public final class CountingJournal implements Journal {

    private long appended;
    private Handover handover = Handover.TAKEN;
    private Failure failure;
    private Promise weaker;
    private Envelope last;
    private Event known;

    long appended() {
        return appended;
    }

    Envelope last() {
        return last;
    }

    /** What was said of the last one that came alone. */
    Event known() {
        return known;
    }

    /** @param next null for a journal with a bug */
    public void answerWith(Handover next) {
        handover = next;
    }

    /** Takes what comes, and then cannot keep the promise. */
    void fail(Failure why) {
        failure = why;
    }

    /** Makes this promise of each event, whatever its own is. */
    void promise(Promise made) {
        weaker = made;
    }

    @Override
    public Promise promise() {
        return Promise.FSYNC;
    }

    @Override
    public Handover append(Envelope envelope, Event event, Ack ack) {
        known = event;
        return append(envelope, ack);
    }

    @Override
    public Handover append(Envelope envelope, Ack ack) {
        if (handover == Handover.TAKEN) {
            last = envelope;
            appended++;
            if (failure != null) {
                ack.onFailed(failure);
            } else if (weaker != null) {
                ack.onKept(appended, weaker);
            } else {
                ack.onKept(appended);
            }
        }
        return handover;
    }

    @Override
    public Handover append(List<Envelope> envelopes, Ack ack) {
        if (handover == Handover.TAKEN) {
            last = envelopes.get(envelopes.size() - 1);
            appended += envelopes.size();
            if (failure != null) {
                ack.onFailed(failure);
            } else {
                ack.onKept(appended - envelopes.size() + 1);
            }
        }
        return handover;
    }

    @Override
    public long lastSeq() {
        return appended;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public boolean isHealthy() {
        return failure != Failure.FAILED;
    }

    @Override
    public JournalReader reader(long fromSeq) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onGrowth(Runnable listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(long belowSeq) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long bytesFrom(long seq) {
        return 0;
    }

    @Override
    public void hold(boolean isHeld) {}

    @Override
    public CursorStore cursors() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
