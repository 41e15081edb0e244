package dev.weir.relay.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.relay.fake.Events;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a real broker cannot be made to do on demand: Kafka's own model of a producer fails as told. */
class KafkaSinkTest {

    private static final long NOW = 1_000_000;

    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private volatile long nowMillis = NOW;
    private volatile KafkaException refusal;
    private KafkaSink sink;

    @AfterEach
    void close() {
        if (sink != null) {
            sink.close();
        }
    }

    @Test
    void anEventIsDeliveredOnceItIsAcknowledged() throws Exception {
        open();
        deliver(1);
        awaitTakenIn(0, 1);
        assertThat(results).isEmpty();

        producers.get(0).completeNext();

        assertThat(nextResult()).isEqualTo(Result.DELIVERED);
    }

    @Test
    void aBrokenProducerIsClosedAndReplacedAfterAWhile() throws Exception {
        open();
        deliver(1);
        awaitTakenIn(0, 1);
        producers.get(0).errorNext(new OutOfOrderSequenceException("gap"));
        assertThat(nextResult()).isEqualTo(Result.unknown("OutOfOrderSequenceException"));

        deliver(1);
        assertThat(nextResult()).isEqualTo(Result.failed(Outcome.UNPROCESSED, 0, "no producer", 1000));
        assertThat(producers.get(0).closed()).isTrue();

        nowMillis += 1000;
        deliver(1);
        awaitTakenIn(1, 1);
        producers.get(1).completeNext();
        assertThat(nextResult()).isEqualTo(Result.DELIVERED);
    }

    @Test
    void aProducerThatThrowsIsReplacedToo() throws Exception {
        open();
        producers.get(0).sendException = new KafkaException("Cannot perform send because of an earlier failure");
        deliver(1);
        assertThat(nextResult()).isEqualTo(Result.unknown("KafkaException"));
        deliver(1);
        assertThat(nextResult().waitMillis()).isEqualTo(1000);

        nowMillis += 1000;
        deliver(1);

        awaitTakenIn(1, 1);
    }

    @Test
    void producersThatBreakAtOnceAreReplacedEverMoreRarely() throws Exception {
        open();
        breakProducer(0);
        deliver(1);
        assertThat(nextResult().waitMillis()).isEqualTo(1000);

        nowMillis += 1000;
        breakProducer(1);
        deliver(1);
        assertThat(nextResult().waitMillis()).isEqualTo(2000);
    }

    @Test
    void aNameThatCannotBeResolvedIsWaitedFor() throws Exception {
        refusal = new KafkaException(
                "Failed to construct kafka producer",
                new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"));
        open();
        deliver(1);
        assertThat(nextResult()).isEqualTo(Result.failed(Outcome.UNPROCESSED, 0, "no producer", 1000));

        refusal = null;
        nowMillis += 1000;
        deliver(1);

        awaitTakenIn(0, 1);
    }

    @Test
    void aProducerThatCannotBeMadeShowsAtTheStartWithoutItsSecrets() {
        KafkaSinkOptions options = options()
                .with(Map.of(
                        "security.protocol", "SASL_SSL",
                        "ssl.truststore.location", "/none/such",
                        "ssl.truststore.password", "s3cret",
                        "sasl.mechanism", "PLAIN",
                        "sasl.jaas.config", "PlainLoginModule required password=s3cret s3cret;"));

        assertThatThrownBy(() -> KafkaSink.open(options, Clock.systemUTC()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("sinks.bus: KafkaException (Failed to construct kafka producer)")
                .hasMessageEndingWith("(expected: bootstrap and properties of which a producer can be made)")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("s3cret"))
                .satisfies(
                        thrown -> assertThat(String.valueOf(thrown.getCause())).doesNotContain("s3cret"));
    }

    @Test
    void aTopicIsLookedForAFewTimesAndThenLeftAloneForAWhile() throws Exception {
        FailingSends failing = new FailingSends(new TimeoutException("not present in metadata"));
        sink = KafkaSink.open(options(), () -> failing, () -> Instant.ofEpochMilli(nowMillis));

        deliver(1);
        deliver(2);

        assertThat(nextResult()).isEqualTo(Result.unprocessed("topic weir: TimeoutException"));
        assertThat(nextResult()).isEqualTo(Result.failed(Outcome.UNPROCESSED, 0, "topic weir not available", 250));
        assertThat(failing.sends).isEqualTo(10);
    }

    @Test
    void memoryThatIsUsedUpIsNotWaitedForOverAndOver() throws Exception {
        FailingSends failing = new FailingSends(new BufferExhaustedException("full"));
        sink = KafkaSink.open(options(), () -> failing, () -> Instant.ofEpochMilli(nowMillis));

        deliver(1);
        deliver(2);

        assertThat(nextResult()).isEqualTo(Result.unprocessed("BufferExhaustedException"));
        assertThat(nextResult()).isEqualTo(Result.unprocessed("BufferExhaustedException"));
        assertThat(failing.sends).isEqualTo(2);
    }

    @Test
    void closingEndsAProducerThatHoldsUsUp() throws Exception {
        Blocked blocked = new Blocked();
        sink = KafkaSink.open(options(), () -> blocked, () -> Instant.ofEpochMilli(nowMillis));
        deliver(1);
        assertThat(blocked.isReached.await(60, TimeUnit.SECONDS)).isTrue();

        sink.close();

        assertThat(blocked.closed()).isTrue();
    }

    private void open() {
        sink = KafkaSink.open(options(), this::openProducer, () -> Instant.ofEpochMilli(nowMillis));
    }

    private Producer<byte[], byte[]> openProducer() {
        if (refusal != null) {
            throw refusal;
        }
        MockProducer<byte[], byte[]> producer = producer();
        synchronized (producers) {
            producers.add(producer);
        }
        return producer;
    }

    private void breakProducer(int number) throws Exception {
        deliver(1);
        awaitTakenIn(number, 1);
        producers.get(number).errorNext(new OutOfOrderSequenceException("gap"));
        nextResult();
    }

    private void deliver(long seq) {
        sink.deliver(List.of(Events.delivery(seq, NOW, Events.view("d1", "shoe"))), results::add);
    }

    private Result nextResult() throws InterruptedException {
        Result result = results.poll(60, TimeUnit.SECONDS);
        assertThat(result).as("a result within a minute").isNotNull();
        return result;
    }

    private void awaitTakenIn(int number, int count) {
        Await.until("producer " + number + " has " + count, () -> {
            synchronized (producers) {
                return producers.size() > number
                        && producers.get(number).history().size() >= count;
            }
        });
    }

    private static KafkaSinkOptions options() {
        return KafkaSinkOptions.of("bus", "127.0.0.1:1", "weir");
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Takes no record in. */
    private static final class FailingSends extends MockProducer<byte[], byte[]> {

        private final KafkaException failure;
        private volatile int sends;

        FailingSends(KafkaException failure) {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.failure = failure;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            sends++;
            callback.onCompletion(null, failure);
            return null;
        }
    }

    /** Never returns from sending, unless interrupted. */
    private static final class Blocked extends MockProducer<byte[], byte[]> {

        private final CountDownLatch isReached = new CountDownLatch(1);

        Blocked() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            isReached.countDown();
            try {
                new CountDownLatch(1).await(Duration.ofHours(1).toMillis(), TimeUnit.MILLISECONDS);
                return null;
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }
}
