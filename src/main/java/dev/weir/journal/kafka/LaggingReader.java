package dev.weir.journal.kafka;

import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.kafka.OffsetIndex.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads entries that are no longer in memory, with a consumer of its own that is in no group: from the nearest record that is known
 * on, counting as the first reader did. Confined to one thread.
 */
final class LaggingReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LaggingReader.class);
    private static final Duration FETCH_LIMIT = Duration.ofMillis(100);
    /** So many that bring nothing, one after the other, are told of: some five seconds. */
    private static final int FETCHES_FOR_A_LINE = 50;

    private final TopicPartition partition;
    private final OffsetIndex index;
    private final Consumer<byte[], byte[]> consumer;
    private final ArrayDeque<Entry> read = new ArrayDeque<>();
    private long wanted;
    private long nextSeq;
    private int emptyFetches;

    LaggingReader(String topic, int partition, ConsumerSource consumers, OffsetIndex index, long fromSeq) {
        this.partition = new TopicPartition(topic, partition);
        this.index = index;
        this.wanted = fromSeq;
        this.consumer = consumers.open();
        Place place = index.floor(fromSeq);
        nextSeq = place.seq();
        consumer.assign(List.of(this.partition));
        consumer.seek(this.partition, place.offset());
    }

    /**
     * The next entry, which is known to be there; null while the cluster does not bring it. That is nobody's fault: a partition may
     * be without a leader, and one that has just begun does not give what others were given before it has heard from enough replicas.
     * Waits for a tenth of a second.
     */
    @Nullable
    Entry tryNext() {
        Entry next = pollRead();
        if (next == null) {
            fetch();
            next = pollRead();
            tellWaiting(next != null);
        }
        return next;
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        } catch (KafkaException e) {
            LOG.warn(
                    "journal partition={} closing a reader failed: {}",
                    partition,
                    e.getClass().getSimpleName());
        }
    }

    private @Nullable Entry pollRead() {
        for (Entry next = read.poll(); next != null; next = read.poll()) {
            if (RecordCodec.lastSeq(next) >= wanted) {
                wanted = RecordCodec.lastSeq(next) + 1;
                return next;
            }
        }
        return null;
    }

    private void tellWaiting(boolean hasCome) {
        if (hasCome && emptyFetches >= FETCHES_FOR_A_LINE) {
            LOG.info("journal partition={} state=going-on next={}", partition, wanted);
        }
        emptyFetches = hasCome ? 0 : emptyFetches + 1;
        if (emptyFetches == FETCHES_FOR_A_LINE) {
            LOG.warn(
                    "journal partition={} state=waiting next={}: was read before, and the cluster does not bring it now",
                    partition,
                    wanted);
        }
    }

    private void fetch() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(FETCH_LIMIT)) {
                List<Entry> entries = RecordCodec.entries(record.value(), nextSeq, record.timestamp());
                read.addAll(entries);
                nextSeq = RecordCodec.lastSeq(entries.get(entries.size() - 1)) + 1;
            }
        } catch (OffsetOutOfRangeException gone) {
            skip();
        }
    }

    /** The topic's retention has passed the reader: it goes on at the first record whose number is known. */
    private void skip() {
        Long beginning;
        try {
            beginning = consumer.beginningOffsets(List.of(partition)).get(partition);
        } catch (TimeoutException notNow) {
            return;
        }
        Place place = beginning == null ? null : index.firstFrom(beginning);
        if (place != null && place.seq() > nextSeq) {
            LOG.error(
                    "journal partition={} first={} last={}: the topic's retention has deleted what was still owed",
                    partition,
                    nextSeq,
                    place.seq() - 1);
            read.add(new Entry.Damaged(nextSeq, place.seq() - 1));
            nextSeq = place.seq();
            consumer.seek(partition, place.offset());
        }
    }
}
