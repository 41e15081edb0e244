package dev.weir.relay.sink.kafka;

import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.kafka.LiveProducer.Generation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records to the producer on a thread of its own, which may be kept waiting by it; the queue before it never is. The
 * producer's I/O thread completes them. Offered to by one thread.
 */
final class ProducerLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProducerLoop.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    private static final long LOOK_UP_SECONDS = 1;
    /** How often a topic is looked for that nobody has missed so far, before the others go on: connecting takes a while. */
    private static final int FIRST_LOOKS = 10;

    private final String sink;
    private final BlockingQueue<Sending> queue;
    private final LiveProducer producers;
    private final InstantSource clock;
    private final AbsentTopics absent = new AbsentTopics();
    private final Thread thread;
    private volatile boolean isClosed;

    /** @param capacity the most records that wait */
    ProducerLoop(String sink, int capacity, LiveProducer producers, InstantSource clock) {
        this.sink = sink;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.producers = producers;
        this.clock = clock;
        this.thread = new Thread(this::run, "weir-kafka-" + sink);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void offer(Sending sending) {
        if (!queue.offer(sending)) {
            sending.completion.complete(Result.unprocessed("queue is full"));
        }
    }

    /** Those still waiting are forgotten. */
    void forgetWaiting() {
        queue.clear();
    }

    /** Ends within seconds. What the producer has not sent is dropped; of what is on the wire nobody hears. */
    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("sink={} the producer is not closed after {} s, left behind", sink, CLOSE_LIMIT.toSeconds());
        }
    }

    private void run() {
        try {
            while (!isClosed) {
                Sending next = queue.poll(LOOK_UP_SECONDS, TimeUnit.SECONDS);
                if (next != null) {
                    send(next);
                }
            }
        } catch (InterruptedException closed) {
            // Only close() does that.
        } finally {
            boolean wasInterrupted = Thread.interrupted();
            LOG.debug("sink={} ends, interrupted={}", sink, wasInterrupted);
            producers.close();
        }
    }

    private void send(Sending sending) {
        String topic = sending.record.topic();
        long now = clock.millis();
        long restMillis = absent.restMillis(topic, now);
        if (restMillis > 0) {
            sending.completion.complete(
                    Result.failed(Outcome.UNPROCESSED, 0, "topic " + topic + " not available", restMillis));
            return;
        }
        Generation generation = producers.get(now);
        if (generation == null) {
            sending.completion.complete(
                    Result.failed(Outcome.UNPROCESSED, 0, "no producer", producers.restMillis(now)));
            return;
        }
        int looks = absent.isMissed(topic) ? 1 : FIRST_LOOKS;
        Exception absence = handOver(sending, generation);
        while (absence instanceof TimeoutException && --looks > 0 && !isClosed) {
            absence = handOver(sending, generation);
        }
        if (absence == null) {
            absent.onPresent(topic);
        } else {
            absent.onAbsent(topic, clock.millis());
            sending.completion.complete(Verdicts.ofTopic(topic, absence));
        }
    }

    /** Returns what is wrong with the topic; or null, when the record was taken in, or has failed already for another reason. */
    // What the future says, the callback is told.
    @SuppressWarnings("FutureReturnValueIgnored")
    private @Nullable Exception handOver(Sending sending, Generation generation) {
        Ending ending = new Ending(sending, generation);
        try {
            generation.producer.send(sending.record, ending);
        } catch (RuntimeException | LinkageError e) {
            // LinkageError: a codec whose native library cannot be loaded. The rest it throws when it is broken.
            generation.onFatal(e);
            sending.completion.complete(Verdicts.of(e, false));
        }
        return ending.absence;
    }

    /** A record and who wants to know how it ends. */
    record Sending(ProducerRecord<byte[], byte[]> record, Completion completion) {}

    /** Called by the producer's I/O thread; or by this loop's, during {@code send}, when the record was not taken in. */
    private final class Ending implements Callback {

        private final Sending sending;
        private final Generation generation;
        /** Written and read by the loop's thread alone. */
        private @Nullable Exception absence;

        Ending(Sending sending, Generation generation) {
            this.sending = sending;
            this.generation = generation;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null) {
                generation.onDelivered();
                sending.completion.complete(Result.DELIVERED);
                return;
            }
            boolean neverLeft = Thread.currentThread() == thread;
            if (neverLeft && Verdicts.isOfTopic(failure)) {
                absence = failure;
                return;
            }
            if (Verdicts.isFatal(failure)) {
                generation.onFatal(failure);
            }
            sending.completion.complete(Verdicts.of(failure, neverLeft));
        }
    }
}
