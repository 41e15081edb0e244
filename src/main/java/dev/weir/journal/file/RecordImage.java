package dev.weir.journal.file;

import dev.weir.event.Envelope;
import dev.weir.event.Traces;
import dev.weir.journal.EnvelopeCodec;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** A copy of a record's bytes, in which events can be erased. */
final class RecordImage {

    private final byte[] bytes;
    private final ByteBuffer buffer;

    RecordImage(byte[] bytes) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * Puts a tombstone in place of each event of the person.
     *
     * @param onErased is told the number of each
     * @return whether there was any
     */
    boolean erase(Traces traces, RecordFormat format, LongConsumer onErased) {
        long first = buffer.getLong(RecordFormat.SEQ);
        byte type = buffer.get(RecordFormat.TYPE);
        boolean isBatch = type == RecordFormat.BATCH;
        int events = isBatch ? buffer.getInt(RecordFormat.HEADER_BYTES) : 1;
        int from = RecordFormat.HEADER_BYTES + (isBatch ? RecordFormat.COUNT_BYTES : 0);
        boolean hasAny = false;
        for (int i = 0; i < events; i++) {
            int to = bytes.length;
            if (isBatch) {
                int length = buffer.getInt(from);
                from += RecordFormat.EVENT_LENGTH_BYTES;
                to = from + length;
            }
            if (isOf(traces, from, to)) {
                Tombstone.put(bytes, from, to, traces.section());
                onErased.accept(first + i);
                hasAny = true;
            }
            from = to;
        }
        if (hasAny) {
            seal(format, first, type);
        }
        return hasAny;
    }

    /** An event that this version cannot read is the person's if its bytes say so. */
    private boolean isOf(Traces traces, int from, int to) {
        if (Tombstone.isAt(buffer, from, to)) {
            return false;
        }
        Envelope envelope;
        try {
            buffer.limit(to).position(from);
            envelope = EnvelopeCodec.decode(buffer.get(RecordFormat.CODEC), buffer);
        } catch (RuntimeException unreadable) {
            return traces.areIn(bytes, from, to);
        } finally {
            buffer.clear();
        }
        return traces.isOf(envelope);
    }

    private void seal(RecordFormat format, long seq, byte type) {
        ByteBuffer padded = ByteBuffer.allocate(RecordFormat.padded(bytes.length));
        padded.put(bytes);
        format.seal(padded, 0, seq, buffer.getLong(RecordFormat.TIME), type, buffer.get(RecordFormat.CODEC));
        padded.rewind().get(bytes);
    }
}
