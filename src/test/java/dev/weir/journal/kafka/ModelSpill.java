package dev.weir.journal.kafka;

import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.CursorStore;
import dev.weir.journal.Envelopes;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A file journal whose writer writes when it is told to, and which outlives its process. Confined to one thread. */
final class ModelSpill implements Journal, CursorStore {

    private final List<Entry.Kept> written = new ArrayList<>();
    private final Set<String> bodies = new HashSet<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Cursor cursor = Cursor.START;
    private Cursor noted = Cursor.START;

    private boolean isBroken;
    private boolean isFull;
    private boolean savesFail;
    private long released = 1;

    private record Waiting(List<Envelope> events, Ack ack) {}

    /** Writes the event or batch that has waited longest. */
    void writeNext() {
        Waiting next = waiting.poll();
        if (next != null) {
            long first = written.size() + 1;
            for (Envelope event : next.events()) {
                written.add(new Entry.Kept(written.size() + 1, 0, event));
                bodies.add(Envelopes.body(event));
            }
            next.ack().onKept(first);
        }
    }

    /** As by an fsync that failed: what waits fails, and so does all that comes. */
    void breakForGood() {
        isBroken = true;
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.ack().onFailed(Failure.FAILED);
        }
    }

    void setFull(boolean full) {
        isFull = full;
    }

    void failSaves(boolean fail) {
        savesFail = fail;
    }

    /** What is below this may be deleted. */
    long released() {
        return released;
    }

    void writeAll() {
        while (!waiting.isEmpty()) {
            writeNext();
        }
    }

    /** @param keepsNote whether what was not forced survives: a kill leaves it, a power cut may not */
    void die(boolean keepsNote) {
        waiting.clear();
        cursor = keepsNote && noted.frontier() > cursor.frontier() ? noted : cursor;
        noted = cursor;
    }

    boolean has(String body) {
        return bodies.contains(body);
    }

    @Override
    public Promise promise() {
        return Promise.FSYNC;
    }

    @Override
    public Handover append(Envelope envelope, Ack ack) {
        return append(List.of(envelope), ack);
    }

    @Override
    public Handover append(List<Envelope> envelopes, Ack ack) {
        if (isBroken || isFull) {
            return isBroken ? Handover.FAILED : Handover.DISK_FULL;
        }
        waiting.add(new Waiting(List.copyOf(envelopes), ack));
        return Handover.TAKEN;
    }

    @Override
    public JournalReader reader(long fromSeq) {
        return new JournalReader() {
            private int next = (int) fromSeq - 1;

            @Override
            public Entry poll() {
                return next < written.size() ? written.get(next++) : null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long lastSeq() {
        return written.size();
    }

    @Override
    public void onGrowth(Runnable listener) {}

    @Override
    public void release(long belowSeq) {
        released = belowSeq;
    }

    @Override
    public long bytesFrom(long seq) {
        return 0;
    }

    @Override
    public void hold(boolean isHeld) {}

    @Override
    public CursorStore cursors() {
        return this;
    }

    @Override
    public boolean isHealthy() {
        return !isBroken;
    }

    @Override
    public boolean isFull() {
        return isFull;
    }

    @Override
    public void close() {
        writeAll();
    }

    @Override
    public Cursor load(String sink) {
        return cursor;
    }

    @Override
    public void save(String sink, Cursor saved) {
        if (savesFail) {
            throw new UncheckedIOException(new IOException("no room"));
        }
        cursor = saved;
    }

    @Override
    public boolean tryNote(String sink, Cursor next) {
        noted = next;
        return true;
    }
}
