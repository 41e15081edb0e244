package dev.weir.journal.kafka;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what stands in the spill to Kafka, in order, and keeps how far it has come. What was sent and not told of is sent again the
 * next time; what Kafka has beyond that, since other partitions are well, is not, as long as the process lives. Confined to the
 * sender's thread, but for the outcomes, and {@link #drainedSeq}.
 */
final class SpillDrain {

    private static final Logger LOG = LoggerFactory.getLogger(SpillDrain.class);
    /** Whose cursor it is. */
    private static final String SINK = "kafka";

    private static final int MOST_IN_FLIGHT = 2000;
    private static final long MOST_BYTES = 8L << 20;
    private static final int MOST_IN_TURN = 256;
    private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long UNKNOWN = Long.MAX_VALUE;
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
    /** Numbers that Kafka has, though not all below them: of those that were under way at the last stop, so no more than may be. */
    private final Set<Long> there = new HashSet<>();

    private @Nullable JournalReader reader;
    /** The last of which it was told that the topic does not take as much. */
    private final AtomicLong heldUpSeq = new AtomicLong();

    private long bytes;
    private long readSeq;
    private volatile long drainedSeq;
    /** When the newest that Kafka has was accepted, or the first that it has not; {@link #UNKNOWN} where nothing tells. */
    private volatile long owedSinceMillis;

    private long lost;
    private long savedNanos;
    private boolean isSaved = true;
    private boolean isSavingInVain;

    /** @param onThere called on the producer's thread when Kafka has a record */
    SpillDrain(Journal files, String topic, SpillMeters meters, Runnable onThere) {
        this.files = files;
        this.topic = topic;
        this.meters = meters;
        this.onThere = onThere;
        Cursor cursor = files.cursors().load(SINK);
        drainedSeq = cursor.frontier() - 1;
        lost = cursor.deadLettered();
        owedSinceMillis = firstMillis();
    }

    /** Everything up to this number Kafka has. Safe for many threads. */
    long drainedSeq() {
        return drainedSeq;
    }

    /** How old what Kafka has not is at most, if there is any. Safe for many threads. */
    long ageMillis(long nowMillis) {
        return Math.max(0, nowMillis - owedSinceMillis);
    }

    /** Something comes into the spill, which was empty. */
    void onFirst(long millis) {
        owedSinceMillis = millis;
    }

    void begin() {
        reader = files.reader(drainedSeq + 1);
        readSeq = drainedSeq;
    }

    /** Forgets what is under way. */
    void stop(long nowNanos) {
        JournalReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
        settle();
        for (Parcel parcel : parcels) {
            if (parcel.isThere && parcel.lost == 0) {
                there.add(parcel.lastSeq);
            }
        }
        parcels.clear();
        bytes = 0;
        save(nowNanos);
    }

    /** Saves what could not be saved, since the room of what Kafka has is not free before. */
    void trySave(long nowNanos) {
        if (!isSaved && nowNanos - savedNanos > SAVE_NANOS) {
            save(nowNanos);
        }
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
        if (!settle()) {
            return false;
        }
        if (nowNanos - savedNanos > SAVE_NANOS) {
            save(nowNanos);
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

    private long firstMillis() {
        try (JournalReader left = files.reader(drainedSeq + 1)) {
            return left.poll() instanceof Entry.Kept first ? first.timeMillis() : UNKNOWN;
        } catch (UncheckedIOException unreadable) {
            // Who drains it says so.
            return UNKNOWN;
        }
    }

    private boolean settle() {
        long before = drainedSeq;
        for (Parcel oldest = parcels.peek(); oldest != null && oldest.isThere; oldest = parcels.peek()) {
            parcels.remove();
            bytes -= oldest.bytes;
            if (oldest.lost > 0) {
                tellLost(oldest);
            }
            owedSinceMillis = oldest.timeMillis;
            drainedSeq = oldest.lastSeq;
        }
        isSaved &= drainedSeq == before;
        return drainedSeq != before;
    }

    private boolean hasRoom() {
        return parcels.size() < MOST_IN_FLIGHT && bytes < MOST_BYTES;
    }

    private void send(Entry.Kept kept, OpenProducer producer, long nowNanos) {
        if (there.remove(kept.seq())) {
            addSettled(kept.seq(), 0, kept.timeMillis(), nowNanos);
            return;
        }
        Pending alone = new Pending(kept.envelope(), NOBODY, nowNanos);
        Parcel parcel = new Parcel(kept.seq(), 0, alone.bytes(), kept.timeMillis(), nowNanos);
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
            addSettled(last, gone, owedSinceMillis, nowNanos);
        }
    }

    private void addSettled(long lastSeq, long gone, long timeMillis, long nowNanos) {
        Parcel parcel = new Parcel(lastSeq, gone, 0, timeMillis, nowNanos);
        parcel.isThere = true;
        parcels.add(parcel);
    }

    /** Told when it is passed for good: until then it may be read more than once. */
    private void tellLost(Parcel gap) {
        long first = gap.lastSeq - gap.lost + 1;
        LOG.error("journal spill first={} last={}: could not be read again, and is lost", first, gap.lastSeq);
        meters.onLost(gap.lost);
        lost += gap.lost;
    }

    private void save(long nowNanos) {
        savedNanos = nowNanos;
        if (isSaved) {
            return;
        }
        try {
            files.cursors().save(SINK, cursor());
            files.release(drainedSeq + 1);
            isSaved = true;
            isSavingInVain = false;
        } catch (UncheckedIOException e) {
            // What is drained goes to Kafka once more after a restart.
            if (!isSavingInVain) {
                isSavingInVain = true;
                LOG.error("journal spill: how far it was drained cannot be saved, and is tried again", e);
            }
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
        private final long timeMillis;
        private final long sentNanos;
        private volatile boolean isThere;

        Parcel(long lastSeq, long lost, long bytes, long timeMillis, long sentNanos) {
            this.lastSeq = lastSeq;
            this.lost = lost;
            this.bytes = bytes;
            this.timeMillis = timeMillis;
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
            if (heldUpSeq.getAndSet(lastSeq) != lastSeq) {
                LOG.error(
                        "journal spill seq={} topic={} bytes={}: an acknowledged event is larger than the topic takes, and holds up"
                                + " all behind it (expected: max.message.bytes of the topic, and max.request.size, above that)",
                        lastSeq,
                        topic,
                        bytes - Pending.BASE_BYTES);
            }
            return false;
        }
    }
}
