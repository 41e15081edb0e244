package dev.weir.journal.kafka;

import dev.weir.event.Envelope;
import dev.weir.journal.EnvelopeCodec;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.JournalReader.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of the topic. A value is an event or a whole batch, so that all of a batch is kept or none: a byte for the form, one
 * for the envelopes' layout, how many there are, and each with its length before it. The key is the section and the device of the
 * first, so that what a device does stays in order.
 */
final class RecordCodec {

    private static final byte FORM = 1;
    private static final int HEADER_BYTES = 2 + Integer.BYTES;
    private static final int LEAST_EVENT_BYTES = Integer.BYTES;

    private RecordCodec() {}

    /** Null for an event of no device, which may stand anywhere. */
    static byte @Nullable [] key(Pending pending) {
        Envelope first = pending.event(0);
        String device = first.deviceId();
        return device == null ? null : (first.section() + '\0' + device).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] value(Pending pending) {
        int size = HEADER_BYTES;
        for (int i = 0; i < pending.events(); i++) {
            size += Integer.BYTES + EnvelopeCodec.bytesOf(pending.event(i));
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.put(FORM).put(EnvelopeCodec.VERSION).putInt(pending.events());
        for (int i = 0; i < pending.events(); i++) {
            int start = bytes.position();
            bytes.putInt(0);
            EnvelopeCodec.encode(pending.event(i), bytes);
            bytes.putInt(start, bytes.position() - start - Integer.BYTES);
        }
        return bytes.array();
    }

    /**
     * The entries of a record: they have a number for each of its events, and at least one. What cannot be read is there as
     * damaged, so that the numbers are the same for everyone who reads the record.
     */
    static List<Entry> entries(byte @Nullable [] value, long firstSeq, long timeMillis) {
        int events = events(value);
        if (value == null || events == 0) {
            return List.of(new Entry.Damaged(firstSeq, firstSeq));
        }
        List<Entry> entries = new ArrayList<>(events);
        ByteBuffer bytes = ByteBuffer.wrap(value);
        byte layout = bytes.get(1);
        bytes.position(HEADER_BYTES);
        for (int i = 0; i < events; i++) {
            entries.add(entry(bytes, layout, firstSeq + i, timeMillis));
        }
        return entries;
    }

    /** The last number of an entry. */
    static long lastSeq(Entry entry) {
        return entry instanceof Entry.Damaged damaged ? damaged.lastSeq() : entry.seq();
    }

    /** How many it says that there are; 0 if it is none of ours. */
    private static int events(byte @Nullable [] value) {
        if (value == null || value.length < HEADER_BYTES || value[0] != FORM) {
            return 0;
        }
        int events = ByteBuffer.wrap(value).getInt(2);
        boolean mayBe = events > 0 && events <= (value.length - HEADER_BYTES) / LEAST_EVENT_BYTES;
        return mayBe ? events : 0;
    }

    private static Entry entry(ByteBuffer bytes, byte layout, long seq, long timeMillis) {
        try {
            int length = bytes.getInt();
            ByteBuffer own = bytes.slice(bytes.position(), length);
            bytes.position(bytes.position() + length);
            return new Entry.Kept(seq, timeMillis, EnvelopeCodec.decode(layout, own));
        } catch (RuntimeException unreadable) {
            return new Entry.Damaged(seq, seq);
        }
    }
}
