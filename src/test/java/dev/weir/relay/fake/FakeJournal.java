package dev.weir.relay.fake;

import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.CursorStore;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A journal in memory: what was appended and the cursors that were saved outlive any relay. */
public final class FakeJournal implements Journal, CursorStore {

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Cursor> cursors = new HashMap<>();
    private final Map<String, Cursor> notes = new HashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private long lastSeq;
    private long released = 1;
    private boolean savesFail;
    private boolean notesFail;
    private int triedNotes;
    private boolean isHeld;
    private int withheld;

    /** Appends an event accepted at this time, and returns its number. */
    public long add(long timeMillis, Envelope envelope) {
        return add(timeMillis, List.of(envelope));
    }

    /** Appends a batch accepted at this time, and returns its first number. */
    public long add(long timeMillis, List<Envelope> envelopes) {
        List<Runnable> told;
        long first;
        synchronized (this) {
            first = lastSeq + 1;
            envelopes.forEach(envelope -> entries.add(new Entry.Kept(++lastSeq, timeMillis, envelope)));
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
        return first;
    }

    public synchronized void addDamaged(int count) {
        entries.add(new Entry.Damaged(lastSeq + 1, lastSeq + count));
        lastSeq += count;
    }

    /** Numbers of which nothing is left at all. */
    public synchronized void addMissing(int count) {
        lastSeq += count;
    }

    /** So many times from now on a reader is brought nothing, though there is more. */
    public synchronized void withhold(int polls) {
        withheld = polls;
    }

    public synchronized long released() {
        return released;
    }

    public synchronized void failSaves(boolean fail) {
        savesFail = fail;
    }

    @Override
    public Promise promise() {
        return Promise.MEMORY;
    }

    @Override
    public Handover append(Envelope envelope, Ack ack) {
        ack.onKept(add(0, envelope));
        return Handover.TAKEN;
    }

    @Override
    public Handover append(List<Envelope> envelopes, Ack ack) {
        ack.onKept(add(0, envelopes));
        return Handover.TAKEN;
    }

    @Override
    public JournalReader reader(long fromSeq) {
        return new Reader(fromSeq);
    }

    @Override
    public synchronized long lastSeq() {
        return lastSeq;
    }

    @Override
    public synchronized void onGrowth(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized void release(long belowSeq) {
        released = Math.max(released, belowSeq);
    }

    @Override
    public long bytesFrom(long seq) {
        return Math.max(0, lastSeq() - seq + 1);
    }

    @Override
    public synchronized void hold(boolean held) {
        isHeld = held;
    }

    /** Whether it was told to take nothing new. */
    public synchronized boolean isHeld() {
        return isHeld;
    }

    /** What can be read of it from now on is that something was there. */
    public synchronized void damage(long seq) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Entry.Kept kept && kept.seq() == seq) {
                entries.set(i, new Entry.Damaged(seq, seq));
                return;
            }
        }
        throw new IllegalArgumentException("no event " + seq);
    }

    @Override
    public CursorStore cursors() {
        return this;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public boolean isHealthy() {
        return true;
    }

    @Override
    public void close() {}

    @Override
    public synchronized Cursor load(String sink) {
        return cursors.getOrDefault(sink, Cursor.START);
    }

    @Override
    public synchronized void save(String sink, Cursor cursor) {
        if (savesFail) {
            throw new IllegalStateException("no room");
        }
        cursors.put(sink, cursor);
        notes.remove(sink);
    }

    @Override
    public synchronized boolean tryNote(String sink, Cursor cursor) {
        triedNotes++;
        if (notesFail) {
            return false;
        }
        notes.put(sink, cursor);
        return true;
    }

    public synchronized void failNotes(boolean fail) {
        notesFail = fail;
    }

    /** How many notes were to be kept, of any sink. */
    public synchronized int triedNotes() {
        return triedNotes;
    }

    /** What was noted of a sink since the last save; else what was saved. */
    public synchronized Cursor noted(String sink) {
        return notes.getOrDefault(sink, load(sink));
    }

    /** A new process finds the notes, as after a kill, and sometimes after a power cut. */
    public synchronized void findNotes() {
        cursors.putAll(notes);
        notes.clear();
    }

    /** A new process finds what was saved. */
    public synchronized void loseNotes() {
        notes.clear();
    }

    private final class Reader implements JournalReader {

        private final long fromSeq;
        private int index;
        private boolean isWaiting;

        Reader(long fromSeq) {
            this.fromSeq = fromSeq;
        }

        @Override
        public Entry poll() {
            synchronized (FakeJournal.this) {
                isWaiting = withheld > 0 && index < entries.size();
                if (isWaiting) {
                    withheld--;
                    return null;
                }
                while (index < entries.size()) {
                    Entry entry = entries.get(index++);
                    long last = entry instanceof Entry.Damaged damaged ? damaged.lastSeq() : entry.seq();
                    if (last >= fromSeq) {
                        return entry;
                    }
                }
                return null;
            }
        }

        @Override
        public boolean isWaiting() {
            return isWaiting;
        }

        @Override
        public void close() {}
    }
}
