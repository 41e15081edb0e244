package dev.weir.journal.kafka;

import dev.weir.event.Envelope;
import dev.weir.journal.Envelopes;
import dev.weir.journal.JournalReader.Entry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic of two partitions, and idempotent producers as they are: of what each was given, a partition has the first part, in order; what a
 * closed one had on its way may still arrive. Confined to one thread.
 */
final class ModelKafka implements ProducerSource {

    static final int PARTITIONS = 2;

    private final List<Envelope> log = new ArrayList<>();
    private final Set<String> bodies = new HashSet<>();
    private final List<Model> producers = new ArrayList<>();
    private final boolean[] isLeaderAway = new boolean[PARTITIONS];
    private boolean isAway;
    private int unmet;

    @Override
    public Model open() {
        Model model = new Model();
        producers.add(model);
        return model;
    }

    /** The topic's events, in order. */
    List<Envelope> log() {
        return log;
    }

    boolean has(String body) {
        return bodies.contains(body);
    }

    void setAway(boolean away) {
        isAway = away;
    }

    /** So often it does not say in time what the topic is like. */
    void setUnmet(int times) {
        unmet = times;
    }

    void setLeaderAway(int partition, boolean away) {
        isLeaderAway[partition] = away;
    }

    /** A partition takes the next record of some producer, open or closed, if it has one on its way. */
    void take(int which) {
        if (!isAway && !producers.isEmpty()) {
            producers.get(which % producers.size()).take(which / producers.size() % PARTITIONS);
        }
    }

    /** Tells some open producer of the next record that a partition has taken. */
    void tell(int which) {
        if (!isAway && !producers.isEmpty()) {
            producers.get(which % producers.size()).tell(which / producers.size() % PARTITIONS);
        }
    }

    /** Has some open producer's oldest record fail, taken or not. */
    void fail(int which) {
        if (!producers.isEmpty()) {
            producers.get(which % producers.size()).fail();
        }
    }

    /** All that is on its way to a partition that has a leader arrives, and is told of. */
    void takeAndTellAll() {
        if (isAway) {
            return;
        }
        for (Model producer : List.copyOf(producers)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                while (producer.take(partition)) {}
                while (producer.tell(partition)) {}
            }
        }
    }

    /** Nothing of what closed producers were given arrives any more. */
    void forgetWhatIsOnItsWay() {
        producers.forEach(producer -> producer.onTheWay.clear());
    }

    /** The process has died: nobody hears of its producers. */
    void forgetCallers() {
        for (Model producer : producers) {
            producer.isClosed = true;
            producer.untold.clear();
        }
    }

    /** Which one a device's events are in. */
    static int partitionOf(byte[] key) {
        return key == null ? 0 : key[key.length - 1] % PARTITIONS;
    }

    private record Sent(int partition, byte[] value, Callback callback) {}

    final class Model extends MockProducer<byte[], byte[]> {

        private final Deque<Sent> onTheWay = new ArrayDeque<>();
        private final Deque<Sent> untold = new ArrayDeque<>();
        private boolean isClosed;

        private Model() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            if (isAway || unmet-- > 0) {
                throw new TimeoutException("away");
            }
            return List.of();
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (isClosed) {
                throw new IllegalStateException("closed");
            }
            Sent sent = new Sent(partitionOf(record.key()), record.value(), callback);
            onTheWay.add(sent);
            untold.add(sent);
            return new CompletableFuture<>();
        }

        @Override
        public void close(Duration timeout) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            List<Sent> aborted = List.copyOf(untold);
            untold.clear();
            aborted.forEach(sent -> sent.callback().onCompletion(null, new KafkaException("closed")));
        }

        private boolean take(int partition) {
            Sent next = isLeaderAway[partition] ? null : firstOf(partition, onTheWay);
            if (next != null) {
                onTheWay.remove(next);
                for (Entry entry : RecordCodec.entries(next.value(), 1, 0)) {
                    Envelope envelope = ((Entry.Kept) entry).envelope();
                    log.add(envelope);
                    bodies.add(Envelopes.body(envelope));
                }
            }
            return next != null;
        }

        private boolean tell(int partition) {
            Sent oldest = isLeaderAway[partition] ? null : firstOf(partition, untold);
            boolean isTaken = oldest != null && !onTheWay.contains(oldest);
            if (isTaken) {
                untold.remove(oldest);
                oldest.callback().onCompletion(null, null);
            }
            return isTaken;
        }

        private void fail() {
            Sent oldest = untold.poll();
            if (oldest != null) {
                oldest.callback().onCompletion(null, new TimeoutException("failed"));
            }
        }

        private static Sent firstOf(int partition, Deque<Sent> some) {
            for (Sent sent : some) {
                if (sent.partition() == partition) {
                    return sent;
                }
            }
            return null;
        }
    }
}
