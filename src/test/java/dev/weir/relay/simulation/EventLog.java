package dev.weir.relay.simulation;

import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every accepted event, in some 30 bytes each until it is forgotten. What a reader gets is made when it asks. */
final class EventLog {

    private static final int CHUNK = 4096;
    private static final EventType[] TYPES = EventType.values();

    private final List<@Nullable Chunk> chunks = new ArrayList<>();
    private final List<Visitor> visitors = new ArrayList<>();
    private final long[] accepted = new long[TYPES.length];
    private final String dialect;
    private int forgotten;
    private long lastSeq;

    EventLog(String dialect) {
        this.dialect = dialect;
    }

    /** The number by which a visitor's events are appended. */
    int enrol(Visitor visitor) {
        visitors.add(visitor);
        return visitors.size() - 1;
    }

    List<Visitor> visitors() {
        return visitors;
    }

    Visitor visitor(int number) {
        return visitors.get(number);
    }

    /** Accepts an event at this time. The body is kept as it is. */
    void append(long nanos, int visitor, EventType type, byte[] body) {
        int at = (int) (lastSeq % CHUNK);
        if (at == 0) {
            chunks.add(new Chunk());
        }
        lastSeq++;
        Chunk chunk = chunkOf(lastSeq);
        chunk.nanos[at] = nanos;
        chunk.visitors[at] = visitor;
        chunk.types[at] = (byte) type.ordinal();
        chunk.bodies[at] = body;
        accepted[type.ordinal()]++;
        visitors.get(visitor).onAccepted(lastSeq, type, body);
    }

    long lastSeq() {
        return lastSeq;
    }

    /** How many of this type there have been. */
    long accepted(EventType type) {
        return accepted[type.ordinal()];
    }

    /** When it was accepted, since the beginning. */
    long nanosOf(long seq) {
        return chunkOf(seq).nanos[indexOf(seq)];
    }

    EventType typeOf(long seq) {
        return TYPES[chunkOf(seq).types[indexOf(seq)]];
    }

    Visitor visitorOf(long seq) {
        return visitors.get(chunkOf(seq).visitors[indexOf(seq)]);
    }

    boolean isRefused(long seq) {
        return Refusals.refuses(visitorOf(seq).device, typeOf(seq), bodyOf(seq));
    }

    Kept kept(long seq) {
        Chunk chunk = chunkOf(seq);
        int at = indexOf(seq);
        Visitor visitor = visitors.get(chunk.visitors[at]);
        Envelope envelope = new Envelope(
                dialect,
                visitor.section,
                TYPES[chunk.types[at]],
                visitor.device,
                "sid",
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                new Beacon("POST", "/push", "", BodyKind.JSON, chunk.bodies[at]));
        return new Kept(seq, Timeline.millisAt(chunk.nanos[at]), envelope);
    }

    /** Nobody asks for anything below this any longer. */
    void forget(long belowSeq) {
        while ((long) (forgotten + 1) * CHUNK < belowSeq) {
            chunks.set(forgotten++, null);
        }
    }

    private byte[] bodyOf(long seq) {
        return chunkOf(seq).bodies[indexOf(seq)];
    }

    private Chunk chunkOf(long seq) {
        Chunk chunk = chunks.get((int) ((seq - 1) / CHUNK));
        if (chunk == null) {
            throw new IllegalStateException("event " + seq + " was released before, and is asked for again");
        }
        return chunk;
    }

    private static int indexOf(long seq) {
        return (int) ((seq - 1) % CHUNK);
    }

    private static final class Chunk {
        final long[] nanos = new long[CHUNK];
        final int[] visitors = new int[CHUNK];
        final byte[] types = new byte[CHUNK];
        final byte[][] bodies = new byte[CHUNK][];
    }
}
