package dev.weir.relay.sink.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.event.Envelope;
import dev.weir.kafka.Failures;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.EventJson;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import dev.weir.relay.sink.kafka.ProducerLoop.Sending;
import dev.weir.trace.Tracing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes each event to a topic of Kafka; the package's page says in which form. Records are made on the relay's thread, and
 * handed to the producer by another, so that nothing here waits for the cluster.
 */
public final class KafkaSink implements Sink {

    private final KafkaSinkOptions options;
    private final TopicName topic;
    private final ProducerLoop loop;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(4 << 10);

    private KafkaSink(KafkaSinkOptions options, ProducerLoop loop) {
        this.options = options;
        this.topic = new TopicName(options.topic());
        this.loop = loop;
    }

    /**
     * Opens the producer; whether any broker can be reached does not matter yet. May block for some seconds while names are
     * resolved.
     *
     * @throws UncheckedIOException when the producer cannot be made of the options; the message names the sink
     */
    public static KafkaSink open(KafkaSinkOptions options, InstantSource clock) {
        Map<String, Object> settings = options.producerSettings();
        return open(
                options,
                () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
                clock);
    }

    static KafkaSink open(KafkaSinkOptions options, ProducerSource source, InstantSource clock) {
        LiveProducer producers = new LiveProducer(options.name(), source);
        try {
            producers.openFirst(clock.millis());
        } catch (KafkaException e) {
            String expected = " (expected: bootstrap and properties of which a producer can be made)";
            // Without the cause: what it says may quote a secret.
            throw new UncheckedIOException(
                    "sinks." + options.name() + ": " + Failures.describe(e) + expected, new IOException("no producer"));
        }
        ProducerLoop loop = new ProducerLoop(options.name(), options.maxInFlight(), producers, clock);
        loop.start();
        return new KafkaSink(options, loop);
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public Tracing.Kind spanKind() {
        return Tracing.Kind.PRODUCER;
    }

    @Override
    public Order order() {
        return Order.DEVICE;
    }

    @Override
    public int maxInFlight() {
        return options.maxInFlight();
    }

    /**
     * What the producer has taken in already it goes on sending; it stands before whatever comes from now on, so the order of
     * first arrivals holds.
     */
    @Override
    public void resume(long nextSeq) {
        loop.forgetWaiting();
    }

    @Override
    public void deliver(List<Delivery> batch, Completion completion) {
        ProducerRecord<byte[], byte[]> record;
        try {
            record = record(batch.get(0));
        } catch (IOException | RuntimeException e) {
            completion.complete(Result.refused(
                    0, "cannot be written as JSON: " + e.getClass().getSimpleName()));
            return;
        }
        loop.offer(new Sending(record, completion));
    }

    /** The producer waits for others to fill a batch no longer than {@code linger.ms}, and needs no telling. */
    @Override
    public void flush() {}

    @Override
    public void close() {
        loop.close();
    }

    private ProducerRecord<byte[], byte[]> record(Delivery delivery) throws IOException {
        Envelope envelope = delivery.envelope();
        String device = envelope.deviceId();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic.of(envelope.section()), null, delivery.timeMillis(), utf8(device), json(delivery));
        Headers headers = record.headers();
        headers.add("section", utf8(envelope.section()));
        headers.add("dialect", utf8(envelope.dialect()));
        headers.add("type", utf8(envelope.type().label()));
        headers.add("sequence", utf8(Long.toString(delivery.seq())));
        headers.add("idempotency-key", utf8(delivery.idempotencyKey()));
        String traceparent = delivery.traceparent();
        if (traceparent != null) {
            headers.add("traceparent", utf8(traceparent));
        }
        return record;
    }

    private byte[] json(Delivery delivery) throws IOException {
        line.reset();
        try (JsonGenerator json = EventJson.generator(line)) {
            EventJson.write(json, delivery);
        }
        return line.toByteArray();
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
