package dev.weir.journal.kafka;

import dev.weir.event.Envelope;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what stands in the spill to Kafka, in order, and keeps how far it has come. What was sent and not told of is sent again the
 * next time. Confined to the sender's thread, but for the outcomes, and {@link #drainedSeq}.
 */
final class SpillDrain {

    private static final Logger LOG = LoggerFactory.getLogger(SpillDrain.class);
    /** Whose cursor it is. */
    private static final String SINK = "kafka";

    private static final int MOST_IN_FLIGHT = 2000;
    private static final long MOST_BYTES = 8L << 20;
    private static final int MOST_IN_TURN = 256;
    private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Journal.Ack NOBODY = new Journal.Ack() {
        @Override
        public void onKept(long seq) {}

        @Override
        public void onFailed(Journal.Failure why) {}
    };

    private final Journal files;
    private final String topic;
    private final SpillMeters meters;
    private final Runnable onThere;
    private final ArrayDeque<Parcel> parcels = new ArrayDeque<>();
    private @Nullable JournalReader reader;
    private long bytes;
    private long readSeq;
    private volatile long drainedSeq;
    private long lost;
    private long savedNanos;
    private boolean isSaved = true;

    /** @param onThere called on the producer's thread when Kafka has a record */
    SpillDrain(Journal files, String topic, SpillMeters meters, Runnable onThere) {
        this.files = files;
        this.topic = topic;
        this.meters = meters;
        this.onThere = onThere;
        Cursor cursor = files.cursors().load(SINK);
        drainedSeq = cursor.frontier() - 1;
        lost = cursor.deadLettered();
    }

    /** Everything up to this number Kafka has. Safe for many threads. */
    long drainedSeq() {
        return drainedSeq;
    }

    void begin() {
        reader = files.reader(drainedSeq + 1);
        readSeq = drainedSeq;
    }

    /** Forgets what is under way. */
    void stop() {
        JournalReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
        parcels.clear();
        bytes = 0;
        save();
    }

    /**
     * Sends some more, as far as there is room.
     *
     * @return whether there was anything to send
     * @throws UncheckedIOException if the spill cannot be read now
     */
    boolean advance(OpenProducer producer, long nowNanos) {
        JournalReader open = Objects.requireNonNull(reader);
        int sent = 0;
        while (sent < MOST_IN_TURN && hasRoom() && !producer.hasFailed()) {
            Entry entry = open.poll();
            if (entry == null) {
                break;
            }
            noteGap(entry, nowNanos);
            readSeq = RecordCodec.lastSeq(entry);
            if (entry instanceof Entry.Kept kept) {
                send(kept, producer, nowNanos);
            }
            sent++;
        }
        return sent > 0;
    }

    /** Takes note of what Kafka has; returns whether it has more than before. */
    boolean collect(long nowNanos) {
        long before = drainedSeq;
        for (Parcel oldest = parcels.peek(); oldest != null && oldest.isThere; oldest = parcels.peek()) {
            parcels.remove();
            bytes -= oldest.bytes;
            lost += oldest.lost;
            drainedSeq = oldest.lastSeq;
        }
        if (drainedSeq == before) {
            return false;
        }
        isSaved = false;
        if (nowNanos - savedNanos > SAVE_NANOS) {
            savedNanos = nowNanos;
            save();
        } else {
            boolean unusedForASaveComes = files.cursors().tryNote(SINK, cursor());
        }
        return true;
    }

    /** Whether the oldest that is under way was sent longer ago than this. */
    boolean isOlderThan(long nanos, long nowNanos) {
        Parcel oldest = parcels.peek();
        return oldest != null && nowNanos - oldest.sentNanos > nanos;
    }

    private boolean hasRoom() {
        return parcels.size() < MOST_IN_FLIGHT && bytes < MOST_BYTES;
    }

    private void send(Entry.Kept kept, OpenProducer producer, long nowNanos) {
        Envelope envelope = kept.envelope();
        Pending alone = new Pending(envelope, NOBODY, nowNanos);
        Parcel parcel = new Parcel(kept.seq(), 0, alone.bytes(), nowNanos);
        parcels.add(parcel);
        bytes += parcel.bytes;
        producer.send(
                new ProducerRecord<>(topic, null, kept.timeMillis(), RecordCodec.key(alone), RecordCodec.value(alone)),
                parcel);
    }

    /** What is there as a number alone, or not at all, is passed over: the disk has lost it, and says so here. */
    private void noteGap(Entry entry, long nowNanos) {
        long last = entry instanceof Entry.Kept ? entry.seq() - 1 : RecordCodec.lastSeq(entry);
        long gone = last - readSeq;
        if (gone > 0) {
            LOG.error("journal spill first={} last={}: could not be read again, and is lost", readSeq + 1, last);
            meters.onLost(gone);
            Parcel parcel = new Parcel(last, gone, 0, nowNanos);
            parcel.isThere = true;
            parcels.add(parcel);
        }
    }

    private void save() {
        if (isSaved) {
            return;
        }
        try {
            files.cursors().save(SINK, cursor());
            files.release(drainedSeq + 1);
            isSaved = true;
        } catch (UncheckedIOException e) {
            // The disk tells the journal, too. What is drained goes to Kafka once more after a restart.
            LOG.error("journal spill: how far it was drained could not be saved", e);
        }
    }

    private Cursor cursor() {
        return new Cursor(drainedSeq + 1, drainedSeq - lost, 0, lost, 0);
    }

    /** A record on its way, or numbers of which nothing is left. */
    private final class Parcel implements OpenProducer.Outcome {

        private final long lastSeq;
        private final long lost;
        private final long bytes;
        private final long sentNanos;
        private volatile boolean isThere;

        Parcel(long lastSeq, long lost, long bytes, long sentNanos) {
            this.lastSeq = lastSeq;
            this.lost = lost;
            this.bytes = bytes;
            this.sentNanos = sentNanos;
        }

        @Override
        public void onThere() {
            isThere = true;
            onThere.run();
        }

        /** Its promise is made: it waits until the topic takes as much, and so do those behind it. */
        @Override
        public boolean tryRefuse() {
            return false;
        }
    }
}
