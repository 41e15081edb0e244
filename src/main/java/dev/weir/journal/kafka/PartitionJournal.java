package dev.weir.journal.kafka;

import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.CursorStore;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.kafka.CommitText.Commit;
import dev.weir.journal.kafka.OffsetIndex.Place;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of the topic as sinks read it, for as long as it is this process's. Numbers count the partition's events from 1
 * without gaps; a record that is a batch takes one for each of its events. They go on with the committed cursors from process to
 * process, so that they are an event's own. Nothing is appended here.
 */
public final class PartitionJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionJournal.class);
    private static final int RECENT_ENTRIES = 8192;
    private static final long RECENT_BYTES = 8L << 20;

    private final String topic;
    private final int partition;
    private final ConsumerSource consumers;
    private final RecentEntries recent = new RecentEntries(RECENT_ENTRIES, RECENT_BYTES);
    private final OffsetIndex index;
    private final PartitionCursors cursors;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong fastestSeq = new AtomicLong();
    private long nextSeq;
    private volatile long nextOffset;
    private volatile long lastSeq;
    private volatile long lag;

    /**
     * A journal that has read nothing yet.
     *
     * @param start what was committed
     * @param offset where that is
     * @param sinks those that are fed from here
     * @param consumers opens one for a reader that is behind
     */
    PartitionJournal(
            String topic, int partition, Commit start, long offset, List<String> sinks, ConsumerSource consumers) {
        this.topic = topic;
        this.partition = partition;
        this.consumers = consumers;
        this.nextSeq = start.baseSeq();
        this.nextOffset = offset;
        // What sinks have looked at was read by another: it is there, though not here yet.
        this.lastSeq = start.cursors().values().stream()
                .mapToLong(cursor -> cursor.frontier() - 1)
                .reduce(nextSeq - 1, Math::max);
        this.fastestSeq.set(nextSeq);
        this.index = new OffsetIndex(new Place(nextSeq, offset));
        this.cursors = new PartitionCursors(sinks, start, index);
    }

    public int partition() {
        return partition;
    }

    /** Begins the idempotency key of each of its events: the same whoever delivers it. */
    public String keyPrefix() {
        return "weir-" + topic + "-" + partition + "-";
    }

    /** How many records of the partition have not been read here yet, as the broker told last. */
    public long lag() {
        return lag;
    }

    @Override
    public Promise promise() {
        return Promise.REPLICATED;
    }

    @Override
    public Handover append(Envelope envelope, Ack ack) {
        return Handover.CLOSED;
    }

    @Override
    public Handover append(List<Envelope> envelopes, Ack ack) {
        return Handover.CLOSED;
    }

    @Override
    public JournalReader reader(long fromSeq) {
        return new PartitionReader(this, fromSeq);
    }

    @Override
    public long lastSeq() {
        return lastSeq;
    }

    @Override
    public void onGrowth(Runnable listener) {
        listeners.add(listener);
    }

    /** The topic's own retention decides. */
    @Override
    public void release(long belowSeq) {}

    @Override
    public long bytesFrom(long seq) {
        return 0;
    }

    /** Who appends is elsewhere. */
    @Override
    public void hold(boolean isHeld) {}

    @Override
    public CursorStore cursors() {
        return cursors;
    }

    @Override
    public boolean isHealthy() {
        return true;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    /** Its member closes it. */
    @Override
    public void close() {}

    PartitionCursors commits() {
        return cursors;
    }

    /** Takes records in. Of the member's thread. */
    void take(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Place place = new Place(nextSeq, record.offset());
            for (Entry entry : RecordCodec.entries(record.value(), nextSeq, record.timestamp())) {
                recent.add(entry);
                nextSeq = RecordCodec.lastSeq(entry) + 1;
            }
            nextOffset = record.offset() + 1;
            index.add(place, new Place(nextSeq, nextOffset));
        }
        grow();
    }

    /** What stood before this offset is no longer there; there were at least so many events as offsets. Of the member's thread. */
    void skipTo(long offset) {
        if (offset <= nextOffset) {
            return;
        }
        long lost = offset - nextOffset;
        LOG.error(
                "journal topic={} partition={} first={} last={}: the topic's retention has deleted what was still owed",
                topic,
                partition,
                nextSeq,
                nextSeq + lost - 1);
        recent.add(new Entry.Damaged(nextSeq, nextSeq + lost - 1));
        nextSeq += lost;
        nextOffset = offset;
        index.skipTo(new Place(nextSeq, offset));
        grow();
    }

    /** The offset of the next record. Of the member's thread. */
    long nextOffset() {
        return nextOffset;
    }

    /** Whether there is room to read on. Of the member's thread. */
    boolean hasRoom() {
        return recent.trim(fastestSeq.get());
    }

    void onLag(long records) {
        lag = records;
    }

    /** The entry of this number, if it is a recent one. */
    @Nullable
    Entry recent(long seq) {
        return recent.at(seq);
    }

    /** A reader needs this number next. */
    void onRead(long seq) {
        fastestSeq.accumulateAndGet(seq, Math::max);
    }

    /** A reader of older entries. */
    LaggingReader lagging(long fromSeq) {
        return new LaggingReader(topic, partition, consumers, index, fromSeq);
    }

    private void grow() {
        long newest = nextSeq - 1;
        if (newest > lastSeq) {
            lastSeq = newest;
            for (Runnable listener : listeners) {
                listener.run();
            }
        }
    }
}
