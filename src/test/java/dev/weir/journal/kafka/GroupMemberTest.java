package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.journal.Acks;
import dev.weir.journal.Envelopes;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.kafka.CommitText.Commit;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A member of the group of relays at a cluster that does not answer everything. */
class GroupMemberTest {

    private static final TopicPartition COMMITTED = new TopicPartition("events", 0);
    private static final TopicPartition FRESH = new TopicPartition("events", 1);

    private final Cluster cluster = new Cluster();
    private final Map<Integer, PartitionJournal> journals = new ConcurrentHashMap<>();
    private GroupMember member;

    @AfterEach
    void close() {
        cluster.failing.set(0);
        member.close();
    }

    @Test
    void aPartitionWithoutALeaderKeepsNoneWaitingThatWasCommitted() {
        cluster.failing.set(Integer.MAX_VALUE);
        join(COMMITTED, FRESH);
        Await.until("the one that was committed", () -> journals.containsKey(COMMITTED.partition()));
        cluster.addRecord(at(7));
        Await.until("it is read", () -> lastSeq() == 8);
        assertThat(journals).doesNotContainKey(FRESH.partition());
        assertThat(member.isWell()).isFalse();
        cluster.failing.set(0);
        Await.until("the other one, too", () -> journals.containsKey(FRESH.partition()));
        Await.until("it says so", member::isWell);
    }

    @Test
    void whoIsNotToldWhereAPartitionBeginsGoesOn() {
        join(COMMITTED);
        Await.until("begun", () -> journals.containsKey(COMMITTED.partition()));
        cluster.failing.set(1);
        cluster.setPollException(new OffsetOutOfRangeException(Map.of(COMMITTED, 7L)));
        Await.until("it was not told", () -> cluster.failing.get() == 0);
        cluster.addRecord(at(7));
        Await.until("it is read", () -> lastSeq() == 8);
    }

    @Test
    void whatRetentionHasDeletedSinceTheCommitIsAGap() {
        cluster.updateBeginningOffsets(Map.of(COMMITTED, 9L));
        join(COMMITTED);
        Await.until("begun", () -> journals.containsKey(COMMITTED.partition()));
        cluster.setPollException(new OffsetOutOfRangeException(Map.of(COMMITTED, 7L)));
        Await.until("it is passed", () -> lastSeq() == 9);
        try (var reader = journals.get(COMMITTED.partition()).reader(8)) {
            assertThat(reader.poll()).isEqualTo(new Entry.Damaged(8, 9));
        }
    }

    private long lastSeq() {
        return journals.get(COMMITTED.partition()).lastSeq();
    }

    private void join(TopicPartition... partitions) {
        String text = CommitText.of(new Commit(8, Map.of()));
        cluster.schedulePollTask(() -> {
            cluster.commitSync(Map.of(COMMITTED, new OffsetAndMetadata(7, text)));
            cluster.rebalance(Set.of(partitions));
        });
        KafkaJournalOptions options = KafkaOptions.at("127.0.0.1:9", "events", true);
        member = GroupMember.join(options, List.of("files"), this::own, cluster);
    }

    private PartitionOwner.Tenancy own(PartitionJournal journal) {
        journals.put(journal.partition(), journal);
        return new PartitionOwner.Tenancy() {
            @Override
            public void leave(Duration patience) {}

            @Override
            public void abandon() {}
        };
    }

    private static ConsumerRecord<byte[], byte[]> at(long offset) {
        Pending pending = Pending.batch(List.of(Envelopes.numbered(1)), new Acks().next(), 0);
        return new ConsumerRecord<>(
                COMMITTED.topic(), COMMITTED.partition(), offset, RecordCodec.key(pending), RecordCodec.value(pending));
    }

    /** Does not tell where partitions begin, so many times. */
    private static final class Cluster extends MockConsumer<byte[], byte[]> {

        private final AtomicInteger failing = new AtomicInteger();

        Cluster() {
            super("none");
            updateBeginningOffsets(Map.of(COMMITTED, 0L, FRESH, 0L));
        }

        @Override
        public synchronized Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
            if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new TimeoutException("no leader");
            }
            return super.beginningOffsets(partitions);
        }
    }
}
