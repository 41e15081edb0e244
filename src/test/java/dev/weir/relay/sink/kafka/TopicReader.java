package dev.weir.relay.sink.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning. */
public final class TopicReader implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<Record> read = new ArrayList<>();

    public TopicReader(String bootstrap, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", "false", "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
    }

    /** All that is in the topic now. */
    static List<Record> readAll(String bootstrap, String topic) {
        try (TopicReader reader = new TopicReader(bootstrap, topic)) {
            Map<TopicPartition, Long> ends = reader.consumer.endOffsets(reader.partitions);
            return reader.readUntil(read ->
                    ends.entrySet().stream().allMatch(end -> reader.consumer.position(end.getKey()) >= end.getValue()));
        }
    }

    /** Reads on until what was read is enough; fails when that takes too long. */
    public List<Record> readUntil(Predicate<List<Record>> isEnough) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!isEnough.test(read)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("only " + read.size() + " records within " + LIMIT);
            }
            consumer.poll(POLL).forEach(record -> read.add(Record.of(record)));
        }
        return List.copyOf(read);
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** The records that came again after their first arrival. */
    public static long repetitions(List<Record> records) {
        Set<String> sequences = new HashSet<>();
        return records.stream()
                .filter(record -> !sequences.add(record.header("sequence")))
                .count();
    }

    /** A record, as text. */
    public record Record(int partition, long timestamp, String key, String value, Map<String, String> headers) {

        static Record of(ConsumerRecord<byte[], byte[]> record) {
            Map<String, String> headers = new TreeMap<>();
            for (Header header : record.headers()) {
                headers.put(header.key(), text(header.value()));
            }
            return new Record(
                    record.partition(), record.timestamp(), text(record.key()), text(record.value()), headers);
        }

        public String header(String name) {
            return headers.get(name);
        }

        private static String text(byte[] bytes) {
            return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
