package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.Acks;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import dev.weir.journal.Envelopes;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.kafka.CommitText.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class PartitionJournalTest {

    private static final TopicPartition PARTITION = new TopicPartition("events", 3);

    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private final List<MockConsumer<byte[], byte[]>> opened = new ArrayList<>();
    private long beginning;
    private KafkaException failure;
    private PartitionJournal journal = journal(new Commit(1, Map.of()), 0);

    @Test
    void aBatchTakesANumberForEachEvent() {
        take(record(1), record(3), record(1));
        assertThat(journal.lastSeq()).isEqualTo(5);
        assertThat(seqs(journal.reader(1), 5)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(journal.reader(6).poll()).isNull();
    }

    @Test
    void numbersGoOnFromTheCommittedOne() {
        journal = journal(new Commit(42, Map.of()), 10);
        take(record(2));
        assertThat(journal.lastSeq()).isEqualTo(43);
        assertThat(journal.cursors().load("files")).isEqualTo(new Cursor(42, 0, 0, 0, 41));
    }

    @Test
    void offsetsThatAreMissingAreNoEvents() {
        take(record(1));
        log.add(at(5, 1));
        journal.take(log.subList(1, 2));
        assertThat(journal.lastSeq()).isEqualTo(2);
    }

    @Test
    void whatRetentionHasDeletedIsAGapThatIsTold() {
        take(record(1));
        journal.skipTo(8);
        log.add(at(8, 1));
        journal.take(log.subList(1, 2));
        try (JournalReader reader = journal.reader(1)) {
            assertThat(reader.poll()).isInstanceOf(Entry.Kept.class);
            assertThat(reader.poll()).isEqualTo(new Entry.Damaged(2, 8));
            assertThat(reader.poll()).isInstanceOf(Entry.Kept.class);
        }
        assertThat(journal.reader(5).poll()).isEqualTo(new Entry.Damaged(5, 8));
    }

    @Test
    void theFastestReaderFindsAllInMemoryAndTheTailWaitsForIt() {
        fill(20_000);
        assertThat(journal.hasRoom()).isFalse();
        try (JournalReader reader = journal.reader(1)) {
            assertThat(seqs(reader, 19_000)).hasSize(19_000);
        }
        assertThat(journal.hasRoom()).isTrue();
        assertThat(opened).isEmpty();
    }

    @Test
    void aReaderThatIsFarBehindReadsForItself() {
        fill(20_000);
        assertThat(seqs(journal.reader(1), 20_000)).hasSize(20_000);
        assertThat(journal.hasRoom()).isTrue();

        try (JournalReader slow = journal.reader(777)) {
            List<Long> seqs = seqs(slow, 20_000 - 776);
            assertThat(seqs.get(0)).isEqualTo(777);
            assertThat(seqs.get(seqs.size() - 1)).isEqualTo(20_000);
            assertThat(slow.poll()).isNull();
        }
        assertThat(opened).hasSize(1).allMatch(MockConsumer::closed);
    }

    /** As while a partition is without a leader, or has one that has not heard from enough replicas yet. */
    @Test
    void whatIsThereAndDoesNotComeYetIsWaitedForAndNotTakenForNothing() {
        fill(20_000);
        seqs(journal.reader(1), 20_000);
        assertThat(journal.hasRoom()).isTrue();
        List<ConsumerRecord<byte[], byte[]>> late = List.copyOf(log);
        log.clear();
        try (JournalReader slow = journal.reader(1)) {
            for (int i = 0; i < 200; i++) {
                assertThat(slow.poll()).isNull();
                assertThat(slow.isWaiting()).isTrue();
            }
            late.forEach(opened.get(0)::addRecord);
            assertThat(seqs(slow, 20_000)).hasSize(20_000);
            assertThat(slow.isWaiting()).isFalse();
            assertThat(slow.poll()).isNull();
            assertThat(slow.isWaiting()).isFalse();
        }
    }

    /** More than is kept in memory, all of it read once; then the topic's retention deletes some. */
    private void fillAndDeleteTheFirst(int records) {
        fill(20_000);
        seqs(journal.reader(1), 20_000);
        assertThat(journal.hasRoom()).isTrue();
        beginning = records;
        log.subList(0, records).clear();
    }

    @Test
    void aReaderWhomNobodyTellsTheBeginningWaitsToo() {
        fillAndDeleteTheFirst(500);
        try (JournalReader slow = journal.reader(1)) {
            failure = new TimeoutException("no leader");
            assertThat(slow.poll()).isNull();
            assertThat(slow.isWaiting()).isTrue();
            assertThat(slow.poll()).isInstanceOf(Entry.Damaged.class);
        }
    }

    @Test
    void aLateReaderIsToldOfWhatRetentionHasDeletedMeanwhile() {
        fillAndDeleteTheFirst(500);
        try (JournalReader slow = journal.reader(1)) {
            Entry gap = slow.poll();
            assertThat(gap).isInstanceOfSatisfying(Entry.Damaged.class, damaged -> {
                assertThat(damaged.seq()).isEqualTo(1);
                assertThat(damaged.lastSeq()).isBetween(500L, 564L);
            });
            assertThat(slow.poll()).isInstanceOf(Entry.Kept.class);
        }
    }

    @Test
    void whatAnotherOwnersSinksHaveLookedAtIsThereBeforeItIsReadHere() {
        log.add(at(0, 3));
        log.add(at(1, 1));
        Cursor vendor = new Cursor(5, 3, 0, 0, 0, 0, Map.of("shop", new Behind(2, 1)));
        journal = journal(new Commit(1, Map.of("files", Cursor.START, "vendor", vendor)), 0);
        assertThat(journal.lastSeq()).isEqualTo(4);
        assertThat(seqs(journal.reader(2), 3)).containsExactly(2L, 3L, 4L);
        journal.take(log);
        assertThat(journal.lastSeq()).isEqualTo(4);
    }

    @Test
    void growthIsToldOnceForAllThatCame() {
        List<Long> seen = new ArrayList<>();
        journal.onGrowth(() -> seen.add(journal.lastSeq()));
        take(record(1), record(4));
        assertThat(seen).containsExactly(5L);
    }

    private PartitionJournal journal(Commit start, long offset) {
        return new PartitionJournal("events", 3, start, offset, List.of("files", "vendor"), this::consumer);
    }

    private MockConsumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
        opened.add(consumer);
        consumer.setOffsetsException(failure);
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(PARTITION, beginning));
            log.forEach(consumer::addRecord);
        });
        consumer.updateBeginningOffsets(Map.of(PARTITION, beginning));
        return consumer;
    }

    private void fill(int records) {
        for (int i = 0; i < records; i++) {
            log.add(at(i, 1));
        }
        journal.take(log);
    }

    private int[] record(int events) {
        return new int[] {events};
    }

    private void take(int[]... records) {
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        for (int[] record : records) {
            taken.add(at(journal.nextOffset() + taken.size(), record[0]));
        }
        log.addAll(taken);
        journal.take(taken);
    }

    private static ConsumerRecord<byte[], byte[]> at(long offset, int events) {
        Pending pending = Pending.batch(
                IntStream.range(0, events).mapToObj(Envelopes::numbered).toList(), new Acks().next(), 0);
        return new ConsumerRecord<>(
                PARTITION.topic(), PARTITION.partition(), offset, RecordCodec.key(pending), RecordCodec.value(pending));
    }

    private static List<Long> seqs(JournalReader reader, int count) {
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Entry entry = reader.poll();
            assertThat(entry).isNotNull();
            seqs.add(entry.seq());
        }
        return seqs;
    }
}
