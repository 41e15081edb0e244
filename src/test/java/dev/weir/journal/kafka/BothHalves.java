package dev.weir.journal.kafka;

import dev.weir.Await;
import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.CursorStore;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;

/**
 * The appending half and the only partition, as one journal: an acknowledgement is passed on when the event can be read, with the
 * number that it has there.
 */
final class BothHalves implements Journal, PartitionOwner {

    private final CountDownLatch assigned = new CountDownLatch(1);
    private final Map<Long, Runnable> waiting = new ConcurrentSkipListMap<>();
    private KafkaJournal appending;
    private GroupMember member;
    private volatile PartitionJournal partition;
    private long before;
    private long startSeq;

    static BothHalves open(KafkaJournalOptions options, String... sinks) throws Exception {
        return open(options, null, sinks);
    }

    /** As above, with a spill in front. */
    static BothHalves open(KafkaJournalOptions options, Journal spill, String... sinks) throws Exception {
        return open(options, spill, KafkaJournal.producers(options), sinks);
    }

    /** As above, where the first producer finds nobody. */
    static BothHalves openSpilling(KafkaJournalOptions options, Journal spill, String... sinks) throws Exception {
        AtomicInteger opened = new AtomicInteger();
        ProducerSource source = KafkaJournal.producers(options);
        return open(
                options,
                spill,
                () -> {
                    if (opened.getAndIncrement() == 0) {
                        throw new KafkaException("nobody is there");
                    }
                    return source.open();
                },
                sinks);
    }

    private static BothHalves open(KafkaJournalOptions options, Journal spill, ProducerSource source, String... sinks)
            throws Exception {
        BothHalves both = new BothHalves();
        both.appending = KafkaJournal.open(
                options,
                spill,
                source,
                InstantSource.system(),
                System::nanoTime,
                new Random(7),
                new SimpleMeterRegistry());
        both.before = both.appending.lastSeq();
        both.member = GroupMember.join(options, List.of(sinks), both);
        if (!both.assigned.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("no partition within 30 s");
        }
        return both;
    }

    /** Waits until it has read up to an offset, behind which nothing stands yet. */
    void awaitEnd(long offset) {
        Await.until("it has read what there is", () -> partition.nextOffset() >= offset);
        startSeq = partition.lastSeq();
    }

    @Override
    public Tenancy onAssigned(PartitionJournal journal) {
        partition = journal;
        journal.onGrowth(this::tell);
        assigned.countDown();
        return new Tenancy() {
            @Override
            public void leave(Duration patience) {}

            @Override
            public void abandon() {}
        };
    }

    @Override
    public Promise promise() {
        return appending.promise();
    }

    @Override
    public Handover append(Envelope envelope, Ack ack) {
        return appending.append(envelope, new Told(1, ack));
    }

    @Override
    public Handover append(List<Envelope> envelopes, Ack ack) {
        return appending.append(envelopes, new Told(envelopes.size(), ack));
    }

    @Override
    public JournalReader reader(long fromSeq) {
        return partition.reader(fromSeq);
    }

    @Override
    public long lastSeq() {
        return partition.lastSeq();
    }

    @Override
    public void onGrowth(Runnable listener) {
        partition.onGrowth(listener);
    }

    @Override
    public void release(long belowSeq) {
        partition.release(belowSeq);
    }

    @Override
    public long bytesFrom(long seq) {
        return partition.bytesFrom(seq);
    }

    @Override
    public void hold(boolean isHeld) {
        appending.hold(isHeld);
    }

    @Override
    public CursorStore cursors() {
        return partition.cursors();
    }

    @Override
    public boolean isHealthy() {
        return appending.isHealthy();
    }

    @Override
    public boolean isFull() {
        return appending.isFull();
    }

    /** The reading half last, for acknowledgements wait for it. */
    @Override
    public void close() {
        Await.until("nothing is in the spill", () -> appending.promise() == Promise.REPLICATED);
        appending.close();
        Await.until("everything is told", () -> {
            tell();
            return waiting.isEmpty();
        });
        member.close();
    }

    private void tell() {
        long last = partition.lastSeq();
        waiting.forEach((seq, ack) -> {
            if (seq <= last && waiting.remove(seq, ack)) {
                ack.run();
            }
        });
    }

    /** Passes an acknowledgement on. */
    private final class Told implements Ack {
        private final int events;
        private final Ack ack;
        // Numbers of the partition begin where it stood when this was opened.
        private final long offset;

        Told(int events, Ack ack) {
            this.events = events;
            this.ack = ack;
            this.offset = startSeq - before;
        }

        @Override
        public void onKept(long seq) {
            long own = seq + offset;
            waiting.put(own + events - 1, () -> tell(own));
            BothHalves.this.tell();
        }

        @Override
        public void onFailed(Failure why) {
            ack.onFailed(why);
        }

        private void tell(long own) {
            try {
                ack.onKept(own);
            } catch (IllegalStateException thrownOnPurpose) {
                // What the journal does with it is seen where nothing stands between.
            }
        }
    }
}
