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
 * A topic of one partition, and idempotent producers as they are: of what each was given, the topic has the first part, in order; what a
 * closed one had on its way may still arrive. Confined to one thread.
 */
final class ModelKafka implements ProducerSource {

    private final List<Envelope> log = new ArrayList<>();
    private final Set<String> bodies = new HashSet<>();
    private final List<Model> producers = new ArrayList<>();
    private boolean isAway;

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

    /** Takes the next record of some producer, open or closed, if it has one on its way. */
    void take(int which) {
        if (!isAway && !producers.isEmpty()) {
            producers.get(which % producers.size()).take();
        }
    }

    /** Tells some open producer of the next record that was taken. */
    void tell(int which) {
        if (!isAway && !producers.isEmpty()) {
            producers.get(which % producers.size()).tell();
        }
    }

    /** Has some open producer's oldest record fail, taken or not. */
    void fail(int which) {
        if (!producers.isEmpty()) {
            producers.get(which % producers.size()).fail();
        }
    }

    /** All that is on its way arrives, and is told of. */
    void takeAndTellAll() {
        for (Model producer : List.copyOf(producers)) {
            while (producer.take()) {}
            while (producer.tell()) {}
        }
    }

    /** The process has died: nobody hears of its producers. */
    void forgetCallers() {
        for (Model producer : producers) {
            producer.isClosed = true;
            producer.untold.clear();
        }
    }

    private record Sent(byte[] value, Callback callback) {}

    final class Model extends MockProducer<byte[], byte[]> {

        private final Deque<Sent> onTheWay = new ArrayDeque<>();
        private final Deque<Sent> untold = new ArrayDeque<>();
        private boolean isClosed;

        private Model() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            if (isAway) {
                throw new TimeoutException("away");
            }
            return List.of();
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (isClosed) {
                throw new IllegalStateException("closed");
            }
            Sent sent = new Sent(record.value(), callback);
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

        private boolean take() {
            Sent next = onTheWay.poll();
            if (next != null) {
                for (Entry entry : RecordCodec.entries(next.value(), 1, 0)) {
                    Envelope envelope = ((Entry.Kept) entry).envelope();
                    log.add(envelope);
                    bodies.add(Envelopes.body(envelope));
                }
            }
            return next != null;
        }

        private boolean tell() {
            Sent oldest = untold.peek();
            boolean isTaken = oldest != null && !onTheWay.contains(oldest);
            if (isTaken) {
                untold.remove();
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
    }
}
